// Text that comes in blocks, looked at as if it were one.
#pragma once

#include "core/base/text_buffer.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace paliad::formats {

// The next block, valid until the next call; empty at the end.
using Blocks = std::function<std::string_view()>;

// Throws data_corrupted.
[[noreturn]] void malformed(const char* what);

class TextSource {
public:
  explicit TextSource(Blocks blocks) : blocks_(std::move(blocks)) {}

  // What it hands out lives until the next call of any of these but skip(). What the blocks throw
  // comes out.

  // Takes what comes before `mark`, and the mark, which is not part of the result and not empty.
  // False where it doesn't come any more: then `text` is all that was left. What lies before the
  // mark is in memory as a whole.
  bool take_until(std::string_view mark, std::string_view& text);

  // What comes, as far as it lies ready: at least a byte, but for the end. skip() takes of it, at
  // most as many bytes as it has.
  std::string_view ahead();
  void skip(std::size_t bytes) noexcept { at_ += bytes; }

  // The next character without taking it, and taken; -1 at the end.
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
