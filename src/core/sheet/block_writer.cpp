#include "core/sheet/block_writer.hpp"

#include "core/formats/end_of_data.hpp"

#include "core/base/fault_injection.hpp"
#include "core/formats/csv_writer.hpp"

namespace paliad::sheet {

namespace {

// The memory that a text keeps for the next block; more, after a long value, is freed.
constexpr std::size_t most_kept = 8UL * 1024 * 1024;

}  // namespace

Piece Piece::of(const zip::Part& part) noexcept {
  Piece piece;
  piece.bytes = part.bytes;
  piece.deflated_bytes = part.deflated_bytes;
  piece.offset = part.extents.empty() ? 0 : part.extents.front().offset;
  piece.crc32 = part.crc32;
  piece.deflated_crc32 = part.deflated_crc32;
  return piece;
}

zip::Part Piece::part(const ScratchFile& file) const {
  zip::Part part;
  part.bytes = bytes;
  part.crc32 = crc32;
  part.deflated_bytes = deflated_bytes;
  part.deflated_crc32 = deflated_crc32;
  part.extents = {{&file, offset, deflated_bytes}};
  return part;
}

TextDigests DigestFeed::finish() noexcept { return {csv_.finish(), json_.finish()}; }

BlockEncoder::BlockEncoder(const model::SheetInfo& sheet, const xlsx::WorksheetFrame& frame)
    : sheet_(sheet), frame_(frame), json_rows_(sheet.columns),
      xlsx_rows_(sheet.columns, frame.styles) {}

void BlockEncoder::append_csv(TextBuffer& out, const RowBlock& block) const {
  if (block.place.number == 0) formats::append_csv_header(out, sheet_.columns);
  for (RowReader rows(block, sheet_.columns.size()); rows.next();)
    formats::append_csv_row(out, rows.fields(), sheet_.columns.size());
}

void BlockEncoder::append_json(TextBuffer& out, const RowBlock& block) {
  if (block.place.number == 0)
    json_rows_.open(out);
  else
    json_rows_.go_on();
  for (RowReader rows(block, sheet_.columns.size()); rows.next();)
    json_rows_.append_row(out, rows.fields());
  if (block.place.ends_sheet) json_rows_.close(out);
}

void BlockEncoder::append_worksheet(TextBuffer& out, const RowBlock& block) {
  std::uint64_t number = block.place.rows_before + 1;  // the header is the first
  if (block.place.rows_before == 0) out += frame_.head;
  for (RowReader rows(block, sheet_.columns.size()); rows.next();)
    xlsx_rows_.append_row(out, ++number, rows.fields());
  if (block.place.ends_page) out += xlsx::tail_for(frame_, sheet_.columns.size(), number - 1);
}

BlockWriter::BlockWriter(ScratchFile& scratch, const Poll& poll)
    : part_(scratch, poll, zip::PartWriter::Hash::none) {}

BlockParts BlockWriter::write(BlockEncoder& encoder, const RowBlock& block, DigestTurn& turn) {
  return block.long_row == nullptr ? write_whole(encoder, block, turn)
                                   : write_in_pieces(encoder, block, turn);
}

BlockParts BlockWriter::write_whole(BlockEncoder& encoder, const RowBlock& block,
                                    DigestTurn& turn) {
  const BlockPlace& place = block.place;
  BlockParts parts;
  fault_point("csv");
  encoder.append_csv(csv_, block);
  formats::EndOfDataSearch end_of_data;
  end_of_data.feed(csv_.view());
  parts.has_end_of_data = end_of_data.found();
  parts.csv = deflate(csv_.view(), place.ends_sheet);
  fault_point("json");
  encoder.append_json(json_, block);
  parts.json = deflate(json_.view(), place.ends_sheet);
  fault_point("worksheet");
  encoder.append_worksheet(worksheet_, block);
  parts.worksheet = deflate(worksheet_.view(), place.ends_page);
  DigestFeed& feed = turn.await();
  feed.feed_csv(csv_.view());
  feed.feed_json(json_.view());
  if (place.ends_sheet) parts.digests = feed.finish();
  turn.pass();
  for (TextBuffer* text : {&csv_, &json_, &worksheet_}) text->clear(most_kept);
  return parts;
}

// The texts are fed while they are made, so the turn is awaited first.
BlockParts BlockWriter::write_in_pieces(BlockEncoder& encoder, const RowBlock& block,
                                        DigestTurn& turn) {
  const BlockPlace& place = block.place;
  BlockParts parts;
  DigestFeed& feed = turn.await();
  fault_point("csv");
  formats::EndOfDataSearch end_of_data;
  const auto feed_csv = [&](std::string_view piece) {
    feed.feed_csv(piece);
    end_of_data.feed(piece);
  };
  parts.csv = deflate_in_pieces([&](TextBuffer& out) { encoder.append_csv(out, block); }, feed_csv,
                                place.ends_sheet);
  parts.has_end_of_data = end_of_data.found();
  fault_point("json");
  parts.json =
      deflate_in_pieces([&](TextBuffer& out) { encoder.append_json(out, block); },
                        [&](std::string_view piece) { feed.feed_json(piece); }, place.ends_sheet);
  fault_point("worksheet");
  parts.worksheet =
      deflate_in_pieces([&](TextBuffer& out) { encoder.append_worksheet(out, block); },
                        [](std::string_view) {}, place.ends_page);
  if (place.ends_sheet) parts.digests = feed.finish();
  turn.pass();
  return parts;
}

Piece BlockWriter::deflate(std::string_view text, bool ends) {
  part_.write(text);
  return Piece::of(ends ? part_.finish() : part_.cut());
}

template <class Append, class Feed>
Piece BlockWriter::deflate_in_pieces(const Append& append, const Feed& feed, bool ends) {
  TextBuffer text([&](std::string_view piece) {
    part_.write(piece);
    feed(piece);
  });
  append(text);
  text.pass_rest();
  return Piece::of(ends ? part_.finish() : part_.cut());
}

}  // namespace paliad::sheet
