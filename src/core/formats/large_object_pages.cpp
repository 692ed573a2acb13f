#include "core/formats/large_object_pages.hpp"

#include "core/base/error.hpp"
#include "core/base/hex.hpp"

#include <algorithm>
#include <utility>

namespace paliad::formats {

LargeObjectPages::LargeObjectPages(std::size_t page_bytes, Sink sink)
    : page_bytes_(page_bytes), sink_(std::move(sink)) {
  block_.reserve(block_bytes + page_bytes);
}

void LargeObjectPages::page(std::uint64_t number, std::string_view data) {
  constexpr std::string_view prefix = "\\x";
  const std::uint64_t begin = number * page_bytes_;
  const bool fits = data.substr(0, prefix.size()) == prefix &&
                    data.size() <= prefix.size() + 2 * page_bytes_ &&
                    begin >= flushed_ + block_.size();
  if (fits) fill_up_to(begin);
  if (!fits || !append_bytes_of_hex(block_, data.substr(prefix.size())))
    throw Error(sqlstate::data_corrupted,
                "page " + std::to_string(number) + " of a large object is damaged",
                "It is longer than a page, not after the one before it, or no bytea.");
  if (block_.size() >= block_bytes) flush();
}

void LargeObjectPages::finish() {
  flush();
  flushed_ = 0;
}

void LargeObjectPages::fill_up_to(std::uint64_t position) {
  while (flushed_ + block_.size() < position) {
    const std::uint64_t missing = position - flushed_ - block_.size();
    block_.append(std::min<std::uint64_t>(missing, block_bytes - block_.size()), '\0');
    if (block_.size() >= block_bytes) flush();
  }
}

void LargeObjectPages::flush() {
  if (!block_.empty()) sink_(block_);
  flushed_ += block_.size();
  block_.clear();
}

}  // namespace paliad::formats
