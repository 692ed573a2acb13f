#include "core/sheet/sheet_writer.hpp"

namespace paliad::sheet {

SheetWriter::SheetWriter(ScratchFile& scratch, const Poll& poll, std::uint64_t rows_per_page,
                         std::size_t block_bytes)
    : scratch_(scratch), writer_(scratch, poll),
      blocks_(
          [this](const RowBlock& block) {
            assembly_.add(block.place, writer_.write(*encoder_, block, turn_), scratch_);
          },
          rows_per_page, block_bytes) {}

void SheetWriter::begin(const model::SheetInfo& sheet, const xlsx::WorksheetFrame& frame) {
  encoder_.emplace(sheet, frame);
  blocks_.begin(sheet.columns.size());
}

SheetParts SheetWriter::finish() {
  blocks_.finish();
  assembly_.add(encoder_->losses());
  return assembly_.finish();
}

}  // namespace paliad::sheet
