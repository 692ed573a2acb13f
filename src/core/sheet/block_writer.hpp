// A block of rows becomes CSV, JSON and worksheet rows, deflated. Blocks of one sheet may be
// written in any order, by several processes; put together they are what one would have made.
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

// A part that lies in one piece in the scratch file of whoever wrote it: a plain value.
struct Piece {
  std::uint64_t bytes = 0;
  std::uint64_t deflated_bytes = 0;
  std::uint64_t offset = 0;
  std::uint32_t crc32 = 0;
  std::uint32_t deflated_crc32 = 0;

  static Piece of(const zip::Part& part) noexcept;
  zip::Part part(const ScratchFile& file) const;
};

// The SHA-256 of a sheet's CSV and JSON, which must be fed in the order of the blocks.
struct TextDigests {
  Sha256Value csv{};
  Sha256Value json{};
};

// What came of a block: a plain value.
struct BlockParts {
  Piece csv;
  Piece json;
  Piece worksheet;
  TextDigests digests;           // of the whole texts, where the block ends its sheet
  bool has_end_of_data = false;  // formats/end_of_data.hpp
};

// Feeds one sheet's digests.
class DigestFeed {
public:
  void feed_csv(std::string_view csv) noexcept { csv_.update(csv); }
  void feed_json(std::string_view json) noexcept { json_.update(json); }
  // The digests of all that was fed; it then starts anew.
  TextDigests finish() noexcept;

private:
  Sha256 csv_;
  Sha256 json_;
};

// A block's turn to be fed.
class DigestTurn {
public:
  virtual ~DigestTurn() = default;
  // Waits until every block before this one has been fed; then nobody else feeds until pass().
  virtual DigestFeed& await() = 0;
  virtual void pass() = 0;
};

// What a process needs to write blocks of one sheet.
class BlockEncoder {
public:
  // `sheet` and `frame` must outlive the encoder.
  BlockEncoder(const model::SheetInfo& sheet, const xlsx::WorksheetFrame& frame);

  // Each appends the block's rows, with what stands before the first and after the last.
  void append_csv(TextBuffer& out, const RowBlock& block) const;
  void append_json(TextBuffer& out, const RowBlock& block);
  void append_worksheet(TextBuffer& out, const RowBlock& block);

  // What cells could not hold so far, by column.
  const std::vector<xlsx::CellLosses>& losses() const noexcept { return xlsx_rows_.losses(); }

private:
  const model::SheetInfo& sheet_;
  const xlsx::WorksheetFrame& frame_;
  formats::JsonRows json_rows_;
  xlsx::XlsxRows xlsx_rows_;
};

// Writes blocks into a scratch file. Its memory is that of an ordinary block's texts: those of a
// very long row are written and fed as they are made.
class BlockWriter {
public:
  // The scratch file must outlive the writer. `poll` is called at every format of a block, and once
  // for each piece of a value that may be very long.
  BlockWriter(ScratchFile& scratch, const Poll& poll);

  // Throws os_error, what poll and the turn throw; the writer is then worthless.
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
