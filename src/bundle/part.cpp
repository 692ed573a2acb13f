#include "bundle/part.hpp"

#include <utility>

namespace paliad::bundle {

namespace {
// Large enough for sequential I/O, small enough to hold one for each format of a sheet.
constexpr std::size_t block_size = 131'072;
}  // namespace

PartWriter::PartWriter(ScratchFile& scratch) : scratch_(scratch) { block_.reserve(block_size); }

void PartWriter::write(std::string_view content) {
  part_.bytes += content.size();
  part_.crc32 = crc32_update(part_.crc32, content);
  sha256_.update(content);
  deflater_.write(content, [this](std::string_view deflated) { keep(deflated); });
}

Part PartWriter::finish() {
  deflater_.finish([this](std::string_view deflated) { keep(deflated); });
  flush_block();
  part_.sha256 = sha256_.finish();
  return std::exchange(part_, Part{});
}

void PartWriter::keep(std::string_view deflated) {
  if (block_.size() + deflated.size() > block_size) flush_block();
  block_.append(deflated);
}

void PartWriter::flush_block() {
  if (block_.empty()) return;
  part_.deflated_bytes += block_.size();
  part_.deflated_crc32 = crc32_update(part_.deflated_crc32, block_);
  const Extent extent = scratch_.append(block_);
  if (!part_.extents.empty() &&
      part_.extents.back().offset + part_.extents.back().size == extent.offset)
    part_.extents.back().size += extent.size;
  else
    part_.extents.push_back(extent);
  block_.clear();
}

}  // namespace paliad::bundle
