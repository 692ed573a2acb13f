// Corrects headers that libzip writes: where a size or an offset is exactly 4,294,967,295 and none
// is greater, libzip (1.7.3 and the current version) leaves the Zip64 extra field empty, and no
// reader accepts such an entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace paliad::zip {

class Zip64Field {
public:
  // Sets the sizes of the entry whose local header is written next, for the first time or again.
  void describe(std::uint64_t bytes, std::uint64_t stored_bytes) noexcept {
    bytes_ = bytes;
    stored_bytes_ = stored_bytes;
  }

  // Takes what libzip writes in one call, anything but an entry's content, and returns what to
  // write instead: the same bytes, a header with the field's right length, or the whole field. The
  // result is `written` itself, or valid until the next call.
  std::string_view pass(std::string_view written);

private:
  std::string_view begin(std::string_view header, bool is_local);
  std::string_view go_on(std::string_view written);

  std::uint64_t bytes_ = 0;
  std::uint64_t stored_bytes_ = 0;
  std::string header_;
  std::string field_;          // to be written after the name; empty where none is due
  std::size_t name_left_ = 0;  // bytes of the name that come before the field
};

}  // namespace paliad::zip
