// Encodes a block of rows as CSV, JSON and worksheet rows, and deflates them. Blocks of one sheet
// may be written in any order, by several processes; in the blocks' order the results are the same
// bytes that one process would have made.
#pragma once

#include "core/formats/json_writer.hpp"
#include "core/model/bundle_info.hpp"
#include "core/sheet/row_block.hpp"
#include "core/xlsx/xlsx_frame.hpp"
#include "core/xlsx/xlsx_rows.hpp"
#include "core/zip/part.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace paliad::sheet {

// A part that is one run of bytes in a scratch file. A plain value without a pointer, so that it
// can be copied between processes.
struct Piece {
  std::uint64_t bytes = 0;
  std::uint64_t deflated_bytes = 0;
  std::uint64_t offset = 0;
  std::uint32_t crc32 = 0;
  std::uint32_t deflated_crc32 = 0;

  // `part` must have one extent at most. Its SHA-256 is left out.
  static Piece of(const zip::Part& part) noexcept;
  // Back to a part; `file` is the scratch file of the process that wrote it.
  zip::Part part(const ScratchFile& file) const;
};

// The SHA-256 of a sheet's CSV and JSON, which must be fed in the order of the blocks.
struct TextDigests {
  Sha256Value csv{};
  Sha256Value json{};
};

// The parts of one block. A plain value, too.
struct BlockParts {
  Piece csv;
  Piece json;
  Piece worksheet;
  TextDigests digests;           // of the whole texts, where the block ends its sheet
  bool has_end_of_data = false;  // formats/end_of_data.hpp
};

// Computes one sheet's digests.
class DigestFeed {
public:
  void feed_csv(std::string_view csv) noexcept { csv_.update(csv); }
  void feed_json(std::string_view json) noexcept { json_.update(json); }
  // The digests of all that was fed. The next feed starts another sheet's.
  TextDigests finish() noexcept;

private:
  Sha256 csv_;
  Sha256 json_;
};

// Puts the blocks of a sheet in order for its digests.
class DigestTurn {
public:
  virtual ~DigestTurn() = default;
  // Waits until every block before this one has been fed; then nobody else feeds until pass().
  virtual DigestFeed& await() = 0;
  // Ends this block's turn: the next block may be fed.
  virtual void pass() = 0;
};

// Encodes blocks of one sheet.
class BlockEncoder {
public:
  // `sheet` and `frame` must outlive the encoder.
  BlockEncoder(const model::SheetInfo& sheet, const xlsx::WorksheetFrame& frame);

  // Each appends the block's rows. The first block of a sheet (or worksheet) gets what comes before
  // its rows, too, and the last one what comes after them.
  void append_csv(TextBuffer& out, const RowBlock& block) const;
  void append_json(TextBuffer& out, const RowBlock& block);
  void append_worksheet(TextBuffer& out, const RowBlock& block);

  // The cells that could not hold their value so far, by column.
  const std::vector<xlsx::CellLosses>& losses() const noexcept { return xlsx_rows_.losses(); }

private:
  const model::SheetInfo& sheet_;
  const xlsx::WorksheetFrame& frame_;
  formats::JsonRows json_rows_;
  xlsx::XlsxRows xlsx_rows_;
};

// Writes blocks into a scratch file. It holds the texts of one ordinary block in memory; those of a
// very long row are deflated and fed to the digests piece by piece.
class BlockWriter {
public:
  // The scratch file must outlive the writer. `poll` is called before each piece of a format's
  // text, of 4 MiB at most.
  BlockWriter(ScratchFile& scratch, const Poll& poll);

  // `turn` is this block's. Throws os_error, Error(internal_error) where deflating fails, and what
  // poll and the turn throw; the writer is then worthless.
  BlockParts write(BlockEncoder& encoder, const RowBlock& block, DigestTurn& turn);

private:
  BlockParts write_whole(BlockEncoder& encoder, const RowBlock& block, DigestTurn& turn);
  BlockParts write_in_pieces(BlockEncoder& encoder, const RowBlock& block, DigestTurn& turn);
  Piece deflate(std::string_view text, bool ends);
  template <class Append, class Feed>
  Piece deflate_in_pieces(const Append& append, const Feed& feed, bool ends);

  zip::PartWriter part_;
  TextBuffer csv_, json_, worksheet_;
};

}  // namespace paliad::sheet
