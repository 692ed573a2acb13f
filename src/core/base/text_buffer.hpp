// A text that encoders append to, some hundred small pieces for each row. std::string needs a call
// for each piece, and fills memory with zeros before it is written.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace paliad {

// A short text that is appended many times. All most_bytes of it are copied each time, because a
// copy of a fixed size costs less than one of a variable size.
class Phrase {
public:
  static constexpr std::size_t most_bytes = 32;

  Phrase() noexcept = default;
  // Throws std::length_error for a text of more than most_bytes.
  explicit Phrase(std::string_view phrase) : size_(phrase.size()) {
    if (size_ > most_bytes) throw std::length_error("a phrase is too long");
    if (size_ > 0) std::memcpy(bytes_.data(), phrase.data(), size_);
  }

  std::size_t size() const noexcept { return size_; }
  const char* data() const noexcept { return bytes_.data(); }

private:
  std::array<char, most_bytes> bytes_{};
  std::size_t size_ = 0;
};

class TextBuffer {
public:
  // Takes the text's next piece, which is valid during the call only.
  using Sink = std::function<void(std::string_view)>;
  // The least that pass_on() passes on, and the size of the pieces of a very long value.
  static constexpr std::size_t piece_bytes = 256UL * 1024;

  TextBuffer() noexcept = default;
  // With a sink the text isn't held as a whole: pass_on() passes what there is to `sink`.
  explicit TextBuffer(Sink sink) : sink_(std::move(sink)) {}
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;

  // Append a text, which must not be a part of this one: that may move before it is read. Throw
  // bad_alloc; then nothing has changed.
  TextBuffer& operator+=(char c) {
    *room(1) = c;
    size_ += 1;
    return *this;
  }
  TextBuffer& operator+=(std::string_view text) {
    copy(room(text.size()), text);
    size_ += text.size();
    return *this;
  }

  TextBuffer& operator+=(const Phrase& phrase) {
    std::memcpy(room(Phrase::most_bytes), phrase.data(), Phrase::most_bytes);
    size_ += phrase.size();
    return *this;
  }

  // Memory for `bytes` bytes after the end, to be written and then add()ed; valid until the next
  // change. Throws bad_alloc.
  char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return text_.get() + size_;
  }
  // Makes the first `bytes` of the room a part of the text.
  void add(std::size_t bytes) noexcept { size_ += bytes; }

  // Appends a value that may be very long; with a sink, piece by piece. Throws what the sink
  // throws, too.
  void append_long(std::string_view text) {
    if (!sink_) {
      *this += text;
      return;
    }
    for (; !text.empty(); text.remove_prefix(std::min(piece_bytes, text.size()))) {
      *this += text.substr(0, piece_bytes);
      pass_on();
    }
  }

  // Passes the text to the sink if it has piece_bytes or more. To be called only where no writer
  // needs what was written so far. Throws what the sink throws.
  void pass_on() {
    if (sink_ && size_ >= piece_bytes) pass_rest();
  }
  // Passes the rest to the sink, at the text's end. Throws what the sink throws.
  void pass_rest() {
    if (!sink_ || size_ == 0) return;
    sink_(view());
    size_ = 0;
  }

  // Removes the first `bytes` bytes; frees memory beyond `most_kept` unless the rest needs it.
  void drop(std::size_t bytes, std::size_t most_kept) noexcept {
    size_ -= bytes;
    if (size_ > 0 && bytes > 0) std::memmove(text_.get(), text_.get() + bytes, size_);
    // If that fails, the memory is only kept.
    if (capacity_ > std::max(most_kept, least_capacity) && size_ <= most_kept)
      (void)resize(std::max(most_kept, least_capacity));
  }

  // Removes all after the first `size` bytes.
  void cut(std::size_t size) noexcept { size_ = size; }
  // Empties it, and keeps at most `most_kept` bytes of its memory.
  void clear(std::size_t most_kept) noexcept {
    size_ = 0;
    if (capacity_ <= most_kept) return;
    text_.reset();
    capacity_ = 0;
  }

  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  char* data() noexcept { return text_.get(); }
  std::string_view view() const noexcept { return {text_.get(), size_}; }

private:
  struct Free {
    void operator()(char* memory) const noexcept { std::free(memory); }
  };

  // Most pieces are short: for these, two overlapping copies cost less than a call.
  static void copy(char* to, std::string_view text) noexcept {
    const char* from = text.data();
    const std::size_t bytes = text.size();
    if (bytes > 32) {
      std::memcpy(to, from, bytes);
    } else if (bytes >= 16) {
      std::memcpy(to, from, 16);
      std::memcpy(to + bytes - 16, from + bytes - 16, 16);
    } else if (bytes >= 8) {
      std::memcpy(to, from, 8);
      std::memcpy(to + bytes - 8, from + bytes - 8, 8);
    } else if (bytes >= 4) {
      std::memcpy(to, from, 4);
      std::memcpy(to + bytes - 4, from + bytes - 4, 4);
    } else {
      for (std::size_t i = 0; i < bytes; ++i) to[i] = from[i];
    }
  }

  static constexpr std::size_t least_capacity = 64;

  void grow(std::size_t bytes);
  // `capacity` is not zero. False where there is no memory, and then nothing has changed.
  bool resize(std::size_t capacity) noexcept;

  std::unique_ptr<char, Free> text_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  Sink sink_;
};

// realloc instead of new: it moves a text of hundreds of megabytes by remapping its pages.
inline bool TextBuffer::resize(std::size_t capacity) noexcept {
  auto* const resized = static_cast<char*>(std::realloc(text_.get(), capacity));
  if (resized == nullptr) return false;
  (void)text_.release();
  text_.reset(resized);
  capacity_ = capacity;
  return true;
}

inline void TextBuffer::grow(std::size_t bytes) {
  std::size_t wanted = size_ + bytes;
  if (wanted < bytes) throw std::bad_alloc();
  if (wanted < 2 * capacity_) wanted = 2 * capacity_;
  if (wanted < least_capacity) wanted = least_capacity;
  if (!resize(wanted)) throw std::bad_alloc();
}

}  // namespace paliad
