#include "core/zip/deflate.hpp"

#include "core/base/error.hpp"
#include "core/base/vector_registers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <isa-l/igzip_lib.h>
#include <limits>

namespace paliad::zip {

struct Deflater::State {
  isal_zstream stream{};
  std::array<std::uint8_t, ISAL_DEF_LVL1_DEFAULT> level_buffer{};
  std::array<std::uint8_t, 65'536> output{};

  State() { start(); }

  void start() noexcept {
    isal_deflate_init(&stream);
    stream.level = 1;
    stream.level_buf = level_buffer.data();
    stream.level_buf_size = static_cast<std::uint32_t>(level_buffer.size());
    stream.gzip_flag = IGZIP_DEFLATE;
    stream.flush = NO_FLUSH;
    stream.end_of_stream = 0;
  }
};

Deflater::Deflater() : state_(std::make_unique<State>()) {}
Deflater::~Deflater() = default;
Deflater::Deflater(Deflater&&) noexcept = default;
Deflater& Deflater::operator=(Deflater&&) noexcept = default;

void Deflater::write(std::string_view content, const DeflatedSink& sink) {
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max() / 2;
  while (!content.empty()) {
    const std::size_t piece = std::min(content.size(), most);
    // igzip's interface isn't const-correct; it only reads its input.
    state_->stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(content.data()));
    state_->stream.avail_in = static_cast<std::uint32_t>(piece);
    while (state_->stream.avail_in > 0) run(sink);
    content.remove_prefix(piece);
  }
}

void Deflater::cut(const DeflatedSink& sink) {
  state_->stream.next_in = nullptr;
  state_->stream.avail_in = 0;
  state_->stream.flush = FULL_FLUSH;
  do run(sink);
  while (state_->stream.avail_out == 0);
  state_->start();
}

void Deflater::finish(const DeflatedSink& sink) {
  state_->stream.next_in = nullptr;
  state_->stream.avail_in = 0;
  state_->stream.end_of_stream = 1;
  while (state_->stream.internal_state.state != ZSTATE_END) run(sink);
  state_->start();
}

void Deflater::run(const DeflatedSink& sink) {
  auto& stream = state_->stream;
  stream.next_out = state_->output.data();
  stream.avail_out = static_cast<std::uint32_t>(state_->output.size());
  const int result = isal_deflate(&stream);
  clear_upper_halves();
  if (result != COMP_OK)
    throw Error(sqlstate::internal_error,
                "igzip could not deflate: error " + std::to_string(result));
  const std::size_t made = state_->output.size() - stream.avail_out;
  if (made > 0) sink({reinterpret_cast<const char*>(state_->output.data()), made});
}

}  // namespace paliad::zip
