// The rows of a worksheet as SpreadsheetML (ECMA-376 part 1, 18.3.1), made from text values.
#pragma once

#include "core/base/text_buffer.hpp"
#include "core/model/column.hpp"
#include "core/xlsx/xlsx_cell.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace paliad::xlsx {

// Style ids (indexes into cellXfs) of the frame, for one worksheet.
struct WorksheetStyles {
  int text = 0;              // for a value that the column's kind of cell can't hold
  std::vector<int> columns;  // one for each column
};

// The number of a column's cells with each CellLoss.
using CellLosses = std::array<std::uint64_t, cell_loss_count>;

// Encodes rows, and counts for each column the values that a cell could not hold.
class XlsxRows {
public:
  // `styles` has one id for each column; throws std::out_of_range where it has fewer.
  XlsxRows(const std::vector<model::Column>& columns, const WorksheetStyles& styles);

  // Appends one <row> element; `number` is its one-based row in the worksheet. `fields` has one
  // field for each column; a NULL makes no cell.
  void append_row(TextBuffer& out, std::uint64_t number, const model::Field* fields);

  // losses()[column][loss]: the number of cells so far.
  const std::vector<CellLosses>& losses() const noexcept { return losses_; }

private:
  // A cell is `reference` + the row's digits + `value` or `text` + the cell's value + the ending.
  struct CellShape {
    model::CellForm form;
    Phrase reference;  // <c r="A
    Phrase value;      // up to and with <v>
    Phrase text;       // up to <t, in the style of this column or of its exceptions
  };

  void append_cell(TextBuffer& out, std::size_t column, const Phrase& row_digits,
                   std::string_view text);
  void append_text(TextBuffer& out, std::size_t column, std::string_view text);
  void count(std::size_t column, CellLoss loss) {
    ++losses_[column][static_cast<std::size_t>(loss)];
  }

  std::vector<CellShape> shapes_;
  std::vector<CellLosses> losses_;
};

// A column's letters from its zero-based index: A, B, ... Z, AA, ...
std::string column_letters(std::size_t column);

}  // namespace paliad::xlsx
