#include "core/zip/part.hpp"

#include "core/base/fault_injection.hpp"

#include <algorithm>
#include <utility>

namespace paliad::zip {

namespace {
// Large enough for sequential I/O, small enough to hold one for each format of a sheet.
constexpr std::size_t block_size = 131'072;

// Deflated and hashed in some hundredths of a second, so that polls are frequent enough.
constexpr std::size_t longest_piece = 4UL * 1024 * 1024;

void add_extent(std::vector<Extent>& extents, const Extent& next) {
  if (!extents.empty() && extents.back().file == next.file &&
      extents.back().offset + extents.back().size == next.offset)
    extents.back().size += next.size;
  else
    extents.push_back(next);
}
}  // namespace

PartWriter::PartWriter(ScratchFile& scratch, Poll poll, Hash hash)
    : scratch_(scratch), poll_(std::move(poll)), hash_(hash) {
  block_.reserve(block_size);
}

void PartWriter::write(std::string_view content) {
  while (!content.empty()) {
    poll_();
    write_piece(content.substr(0, longest_piece));
    content.remove_prefix(std::min(longest_piece, content.size()));
  }
}

void PartWriter::write_piece(std::string_view piece) {
  part_.bytes += piece.size();
  part_.crc32 = crc32_update(part_.crc32, piece);
  if (hash_ == Hash::sha256) sha256_.update(piece);
  deflater_.write(piece, [this](std::string_view deflated) { keep(deflated); });
}

Part PartWriter::finish() {
  deflater_.finish([this](std::string_view deflated) { keep(deflated); });
  return take();
}

Part PartWriter::cut() {
  deflater_.cut([this](std::string_view deflated) { keep(deflated); });
  return take();
}

Part PartWriter::take() {
  flush_block();
  if (hash_ == Hash::sha256) part_.sha256 = sha256_.finish();
  return std::exchange(part_, Part{});
}

void PartWriter::keep(std::string_view deflated) {
  if (block_.size() + deflated.size() > block_size) flush_block();
  block_.append(deflated);
}

void PartWriter::flush_block() {
  if (block_.empty()) return;
  fault_point("part_write");
  part_.deflated_bytes += block_.size();
  part_.deflated_crc32 = crc32_update(part_.deflated_crc32, block_);
  add_extent(part_.extents, scratch_.append(block_));
  block_.clear();
}

void append(Part& part, const Part& next) {
  part.bytes += next.bytes;
  part.crc32 = crc32_joined(part.crc32, next.crc32, next.bytes);
  part.sha256 = {};
  part.deflated_bytes += next.deflated_bytes;
  part.deflated_crc32 = crc32_joined(part.deflated_crc32, next.deflated_crc32, next.deflated_bytes);
  for (const Extent& extent : next.extents) add_extent(part.extents, extent);
}

}  // namespace paliad::zip
