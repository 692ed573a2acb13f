// Makes the bytes of a large object from rows of pg_largeobject.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace paliad::formats {

// Takes the pages of one large object after another. As when the server reads them, a missing page
// consists of zeros, and so does the rest of a short page that is not the last. Holds one block in
// memory, whatever the size of the object.
class LargeObjectPages {
public:
  // Takes the next bytes, which are valid during the call only.
  using Sink = std::function<void(std::string_view)>;

  static constexpr std::size_t block_bytes = 256UL * 1024;

  // `page_bytes` is the size of a full page.
  LargeObjectPages(std::size_t page_bytes, Sink sink);

  // Pages come in the order of their numbers, which start at 0; `data` is bytea as the server
  // writes it with bytea_output = hex. Throws Error(data_corrupted) where the number doesn't follow
  // the one before, the page is longer than page_bytes or `data` is no such text; and what the sink
  // throws.
  void page(std::uint64_t number, std::string_view data);

  // Ends the object; the next page belongs to another one. Throws what the sink throws.
  void finish();

private:
  void fill_up_to(std::uint64_t position);
  void flush();

  const std::size_t page_bytes_;
  const Sink sink_;
  std::string block_;
  std::uint64_t flushed_ = 0;
};

}  // namespace paliad::formats
