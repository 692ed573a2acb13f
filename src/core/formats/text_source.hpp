// Reads text that comes in blocks as if it were contiguous.
#pragma once

#include "core/base/text_buffer.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace paliad::formats {

// Returns the next block, valid until the next call; empty at the end.
using Blocks = std::function<std::string_view()>;

// Throws Error(data_corrupted) with the message `what`.
[[noreturn]] void malformed(const char* what);

class TextSource {
public:
  explicit TextSource(Blocks blocks) : blocks_(std::move(blocks)) {}

  // What these functions return is valid until the next call of any of them but skip(). They throw
  // what `blocks` throws.

  // Takes the text up to `mark`, which must not be empty, and the mark, which is not part of
  // `text`. False where no mark is left; `text` is then all that was left. The whole `text` is held
  // in memory.
  bool take_until(std::string_view mark, std::string_view& text);

  // The text that comes next, as far as it is in memory; empty only at the end. skip() takes the
  // first `bytes` of it, at most its size.
  std::string_view ahead();
  void skip(std::size_t bytes) noexcept { at_ += bytes; }

  // peek() returns the next byte, take() also takes it; -1 at the end.
  int peek();
  int take();

private:
  bool fill();

  Blocks blocks_;
  TextBuffer buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

}  // namespace paliad::formats
