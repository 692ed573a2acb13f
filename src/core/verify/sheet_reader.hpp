// Reads the rows of a worksheet as core/xlsx/xlsx_rows writes them (SpreadsheetML). A cell's
// content comes as the XML it is.
#pragma once

#include "core/formats/text_source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::verify {

struct Cell {
  bool is_text = false;  // inlineStr; else a number or a boolean
  bool is_boolean = false;
  std::string_view content;  // of <t> or <v>
};

// One for each column; nothing for NULL. They borrow from the reader's row and live until the next
// call of next().
using Cells = std::vector<std::optional<Cell>>;

class SheetReader {
public:
  // A worksheet without columns has no header's row.
  SheetReader(formats::Blocks blocks, std::size_t columns);

  // The next row behind the header's; false where the rows end: what stands behind them isn't
  // looked at. Throws Error(data_corrupted) for what is no such row, or one out of order; what the
  // blocks throw. Not to be called after false or a throw. Memory is that of a row.
  bool next(Cells& row);

private:
  void skip_head();
  void cell(std::string_view text, Cells& row) const;

  formats::TextSource text_;
  std::size_t columns_;
  std::string_view row_;      // borrows from the text
  std::uint64_t number_ = 1;  // of the row read last, the header's
  bool begun_ = false;
};

}  // namespace paliad::verify
