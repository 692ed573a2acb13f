#include "core/verify/sheet_reader.hpp"

#include "core/xlsx/xlsx_rows.hpp"

namespace paliad::verify {

namespace {

bool take(std::string_view& text, std::string_view head) {
  if (text.substr(0, head.size()) != head) return false;
  text.remove_prefix(head.size());
  return true;
}

// Takes the text before `mark`, and the mark, from the front of `text`.
std::string_view take_until(std::string_view& text, std::string_view mark, const char* complaint) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) formats::malformed(complaint);
  const std::string_view before = text.substr(0, at);
  text.remove_prefix(at + mark.size());
  return before;
}

// The zero-based column of a reference's letters (AB12), and its digits.
std::size_t column_of(std::string_view reference, std::string_view& digits) {
  std::size_t column = 0;
  std::size_t at = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at)
    column = column * 26 + static_cast<std::size_t>(reference[at] - 'A') + 1;
  if (at == 0) formats::malformed("a cell has no column");
  digits = reference.substr(at);
  return column - 1;
}

}  // namespace

SheetReader::SheetReader(formats::Blocks blocks, std::size_t columns)
    : text_(std::move(blocks)), columns_(columns) {}

void SheetReader::skip_head() {
  if (!text_.take_until("<sheetData>", row_))
    formats::malformed("the worksheet has no <sheetData>");
  begun_ = true;
  if (columns_ == 0) return;  // there is no header row
  if (!text_.take_until("</row>", row_) || row_.compare(0, 12, "<row r=\"1\" s") != 0)
    formats::malformed("the worksheet has no header");
}

bool SheetReader::next(Cells& row) {
  if (!begun_) skip_head();
  row.assign(columns_, std::nullopt);
  // A row's tag, or the end tag after the last row.
  if (!text_.take_until(">", row_)) formats::malformed("the worksheet's rows never end");
  if (row_ == "</sheetData") return false;
  const std::string expected = "<row r=\"" + std::to_string(++number_) + "\"";
  if (row_ != expected) formats::malformed("a row of the worksheet is missing or out of order");
  if (!text_.take_until("</row>", row_)) formats::malformed("a row of the worksheet never ends");
  std::string_view rest = row_;
  while (!rest.empty()) cell(take_until(rest, "</c>", "a cell never ends"), row);
  return true;
}

void SheetReader::cell(std::string_view text, Cells& row) const {
  if (!take(text, "<c r=\""))
    formats::malformed("a row of the worksheet has something other than cells");
  std::string_view digits;
  const std::size_t column = column_of(take_until(text, "\"", "a cell has no reference"), digits);
  if (column >= columns_ || row[column])
    formats::malformed("a cell is outside the header's columns, or its column has two");
  if (digits != std::to_string(number_))
    formats::malformed("a cell is in another row than it says");
  const std::string_view attributes = take_until(text, ">", "a cell never ends");
  Cell cell;
  cell.is_text = attributes.find("t=\"inlineStr\"") != std::string_view::npos;
  cell.is_boolean = attributes.find("t=\"b\"") != std::string_view::npos;
  if (cell.is_text) {
    if (!take(text, "<is><t")) formats::malformed("a text cell has no text");
    (void)take_until(text, ">", "a text cell has no text");
    cell.content = take_until(text, "</t></is>", "a cell's text never ends");
  } else {
    if (!take(text, "<v>")) formats::malformed("a cell has no value");
    cell.content = take_until(text, "</v>", "a cell's value never ends");
  }
  if (!text.empty()) formats::malformed("a cell has more than its value");
  row[column] = cell;
}

}  // namespace paliad::verify
