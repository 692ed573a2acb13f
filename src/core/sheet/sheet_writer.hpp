// One pass over a sheet's rows by one process: each row goes, formatted once, into CSV, JSON and
// worksheet.
#pragma once

#include "core/sheet/sheet_parts.hpp"

#include <optional>

namespace paliad::sheet {

// Rows come in blocks of this many packed bytes: small enough to stay in the processor's cache
// while they are written, large enough that deflate, which begins anew with each, finds what
// recurs.
inline constexpr std::size_t row_block_bytes = 256UL * 1024;

// Writes one sheet after another into a scratch file: begin(), row() for each row, finish(). Its
// memory doesn't depend on the number of rows.
class SheetWriter {
public:
  // The scratch file must outlive the writer. `poll` is called every few hundred kilobytes. Tests
  // may make pages shorter than Excel's limit, and blocks shorter.
  explicit SheetWriter(
      ScratchFile& scratch, const Poll& poll = [] {},
      std::uint64_t rows_per_page = xlsx::xlsx_max_rows - 1,
      std::size_t block_bytes = row_block_bytes);

  // `sheet` and `frame` must outlive finish().
  void begin(const model::SheetInfo& sheet, const xlsx::WorksheetFrame& frame);

  // `fields` holds one value for each of the sheet's columns. Throws os_error, what poll
  // throws.
  void row(const model::Field* fields) { blocks_.row(fields); }

  // Throws os_error, what poll throws.
  SheetParts finish();

private:
  // There is nobody to wait for.
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
