#include "core/formats/text_source.hpp"

#include "core/base/error.hpp"

#include <algorithm>

namespace paliad::formats {

void malformed(const char* what) { throw Error(sqlstate::data_corrupted, what); }

// Appends the next block; false at the end.
bool TextSource::fill() {
  constexpr std::size_t most_kept = 1024UL * 1024;
  if (ended_) return false;
  buffer_.drop(at_, most_kept);
  at_ = 0;
  const std::string_view block = blocks_();
  ended_ = block.empty();
  buffer_ += block;
  return !ended_;
}

bool TextSource::take_until(std::string_view mark, std::string_view& text) {
  std::size_t searched = 0;  // bytes of `before` that hold no beginning of the mark
  for (;;) {
    const std::string_view before = buffer_.view().substr(at_);
    const std::size_t found = before.find(mark, searched);
    if (found != std::string_view::npos) {
      text = before.substr(0, found);
      at_ += found + mark.size();
      return true;
    }
    searched = before.size() - std::min(before.size(), mark.size() - 1);
    if (fill()) continue;
    text = buffer_.view().substr(at_);
    at_ = buffer_.size();
    return false;
  }
}

std::string_view TextSource::ahead() {
  while (at_ == buffer_.size())
    if (!fill()) return {};
  return buffer_.view().substr(at_);
}

int TextSource::peek() {
  const std::string_view next = ahead();
  return next.empty() ? -1 : static_cast<unsigned char>(next.front());
}

int TextSource::take() {
  const int next = peek();
  if (next >= 0) ++at_;
  return next;
}

}  // namespace paliad::formats
