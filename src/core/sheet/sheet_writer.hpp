// One process's pass over a sheet's rows: each row, formatted once, is written as CSV, JSON and
// worksheet row.
#pragma once

#include "core/sheet/sheet_parts.hpp"

#include <optional>

namespace paliad::sheet {

// The packed bytes of a block: few enough to stay in the processor's cache while they are written,
// enough that deflate, which starts afresh with each block, finds repetitions.
inline constexpr std::size_t row_block_bytes = 256UL * 1024;

// Writes one sheet after another into a scratch file: begin(), row() for each row, finish(). Its
// memory doesn't depend on the number of rows.
class SheetWriter {
public:
  // The scratch file must outlive the writer and the parts. `poll` is called every few hundred
  // kilobytes. Tests make pages shorter than Excel's limit, and shorter blocks.
  explicit SheetWriter(ScratchFile& scratch, const Poll& poll = no_poll,
                       std::uint64_t rows_per_page = xlsx::xlsx_max_rows - 1,
                       std::size_t block_bytes = row_block_bytes);

  // `sheet` and `frame` must outlive finish().
  void begin(const model::SheetInfo& sheet, const xlsx::WorksheetFrame& frame);

  // `fields` holds one value for each of the sheet's columns. Throws what BlockWriter::write()
  // does; the writer is then worthless.
  void row(const model::Field* fields) { blocks_.row(fields); }

  // Ends the sheet. Throws what row() does.
  SheetParts finish();

private:
  // One process writes the blocks in order, so there is nothing to wait for.
  class OwnTurn final : public DigestTurn {
  public:
    DigestFeed& await() override { return feed_; }
    void pass() override {}

  private:
    DigestFeed feed_;
  };

  ScratchFile& scratch_;
  BlockWriter writer_;
  OwnTurn turn_;
  std::optional<BlockEncoder> encoder_;
  SheetAssembly assembly_;
  RowBlocks blocks_;
};

}  // namespace paliad::sheet
