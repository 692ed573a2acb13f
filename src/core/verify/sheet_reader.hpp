// Reads the rows of a worksheet as core/xlsx/xlsx_rows writes them (SpreadsheetML). A cell's
// content is returned as XML, with its escapes.
#pragma once

#include "core/formats/text_source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::verify {

struct Cell {
  bool is_text = false;  // t="inlineStr"; otherwise it is a number or a boolean
  bool is_boolean = false;
  std::string_view content;  // of the element <t> or <v>
};

// One for each column; nullopt for NULL. They borrow the reader's memory and are valid until the
// next call of next().
using Cells = std::vector<std::optional<Cell>>;

class SheetReader {
public:
  // `blocks` gives the worksheet's XML; `columns` is how many the sheet has. A worksheet without
  // columns has no header row.
  SheetReader(formats::Blocks blocks, std::size_t columns);

  // Reads the next row after the header row; false at the end of the rows, after which nothing is
  // checked. Throws Error(data_corrupted) for anything but a row, or a row out of order; what
  // `blocks` throws. Not to be called after false or a throw. Holds one row and one block in
  // memory.
  bool next(Cells& row);

private:
  void skip_head();
  void cell(std::string_view text, Cells& row) const;

  formats::TextSource text_;
  std::size_t columns_;
  std::string_view row_;      // borrows from text_
  std::uint64_t number_ = 1;  // of the row read last; at first the header row's
  bool begun_ = false;
};

}  // namespace paliad::verify
