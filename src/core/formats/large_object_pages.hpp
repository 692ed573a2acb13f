// Rows of pg_largeobject become the bytes of a large object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace paliad::formats {

// Takes the pages of one large object after another. A page that is missing is zeros, and so is the
// end of a short one that is not the last: as the server reads them. Holds one block of bytes,
// whatever the size of the object.
class LargeObjectPages {
public:
  // Takes bytes as they come; they live for the call only.
  using Sink = std::function<void(std::string_view)>;

  static constexpr std::size_t block_bytes = 256UL * 1024;

  // `page_bytes` is the most that a page has.
  LargeObjectPages(std::size_t page_bytes, Sink sink);

  // Pages come in the order of their numbers; `data` is bytea as the server writes it under
  // bytea_output = hex. Throws Error(data_corrupted) where it is anything else, and what the sink
  // throws.
  void page(std::uint64_t number, std::string_view data);

  // The end of the object; the next page is another's. Throws what the sink throws.
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
