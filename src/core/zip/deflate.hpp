// Raw deflate (RFC 1951) by ISA-L's igzip, level 1: on this project's data the result is as small
// as with zlib's default level, and it is an order of magnitude faster.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace paliad::zip {

// Takes the next deflated bytes, which are valid during the call only.
using DeflatedSink = std::function<void(std::string_view)>;

// Makes one deflate stream after another. write(), cut() and finish() throw what the sink throws,
// and Error(internal_error) where igzip fails; the stream is then worthless.
class Deflater {
public:
  Deflater();
  ~Deflater();
  Deflater(Deflater&&) noexcept;
  Deflater& operator=(Deflater&&) noexcept;

  // Compresses `content` and gives the sink what is ready; the rest comes with a later call.
  void write(std::string_view content, const DeflatedSink& sink);

  // Ends a piece of the stream at a byte boundary. What comes next refers to no byte before it, so
  // another Deflater may make it. The stream isn't ended.
  void cut(const DeflatedSink& sink);

  // Ends the stream; the next write() begins another.
  void finish(const DeflatedSink& sink);

private:
  struct State;
  void run(const DeflatedSink& sink);
  std::unique_ptr<State> state_;
};

}  // namespace paliad::zip
