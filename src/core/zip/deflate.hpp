// Raw deflate (RFC 1951) by ISA-L's igzip, level 1: at this project's data it is as small as zlib's
// default and an order of magnitude faster.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace paliad::zip {

// Takes deflated bytes as they come; they live for the call only.
using DeflatedSink = std::function<void(std::string_view)>;

// One deflate stream after another.
class Deflater {
public:
  Deflater();
  ~Deflater();
  Deflater(Deflater&&) noexcept;
  Deflater& operator=(Deflater&&) noexcept;

  // Compresses `content`; `sink` is given what is ready. Throws what the sink throws; the stream
  // is then worthless.
  void write(std::string_view content, const DeflatedSink& sink);

  // Ends a piece of the stream at a byte's boundary, with nothing that leads back beyond it: what
  // comes next may be deflated elsewhere. Throws what the sink throws.
  void cut(const DeflatedSink& sink);

  // Ends the stream; the next write() begins another. Throws what the sink throws.
  void finish(const DeflatedSink& sink);

private:
  struct State;
  void run(const DeflatedSink& sink);
  std::unique_ptr<State> state_;
};

}  // namespace paliad::zip
