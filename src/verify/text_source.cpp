#include "verify/text_source.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace paliad::verify {

void malformed(const char* what) { throw Error(sqlstate::data_corrupted, what); }

// Appends the next block; false at the end.
bool TextSource::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::string_view block = blocks_();
  ended_ = block.empty();
  buffer_.append(block);
  return !ended_;
}

bool TextSource::take_until(std::string_view mark, std::string& text) {
  std::size_t searched = 0;  // of what lies before us
  for (;;) {
    const std::size_t found = buffer_.find(mark, at_ + searched);
    if (found != std::string::npos) {
      text.assign(buffer_, at_, found - at_);
      at_ = found + mark.size();
      return true;
    }
    const std::size_t rest = buffer_.size() - at_;
    searched = rest - std::min(rest, mark.size() - 1);
    if (fill()) continue;
    text.assign(buffer_, at_, std::string::npos);
    at_ = buffer_.size();
    return false;
  }
}

int TextSource::peek() {
  while (at_ == buffer_.size())
    if (!fill()) return -1;
  return static_cast<unsigned char>(buffer_[at_]);
}

int TextSource::take() {
  const int next = peek();
  if (next >= 0) ++at_;
  return next;
}

}  // namespace paliad::verify
