// Mends the headers of a zip that libzip writes: where a size or an offset is 4,294,967,295 and
// none is more, it leaves the Zip64 extra field empty (1.7.3, and as it stands today), and no
// reader takes such an entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace paliad::zip {

class Zip64Field {
public:
  // The sizes of the entry whose own header is written next, or anew.
  void describe(std::uint64_t bytes, std::uint64_t stored_bytes) noexcept {
    bytes_ = bytes;
    stored_bytes_ = stored_bytes;
  }

  // What to write for what libzip writes in one call, which is no content: the same, or a header
  // with the right length of its field, or the field. It lives until the next call.
  std::string_view pass(std::string_view written);

private:
  std::string_view begin(std::string_view header, bool is_local);
  std::string_view go_on(std::string_view written);

  std::uint64_t bytes_ = 0;
  std::uint64_t stored_bytes_ = 0;
  std::string header_;
  std::string field_;          // that is to come; empty where none is
  std::size_t name_left_ = 0;  // of the header before the field
};

}  // namespace paliad::zip
