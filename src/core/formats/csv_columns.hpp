// CSV on its way: without some of its columns, or cut into rows, however long these are. Plain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paliad::formats {

// CSV as core/formats/csv_writer writes it, without some of its columns.
class CsvColumns {
public:
  // One entry for each column of the CSV.
  explicit CsvColumns(std::vector<bool> kept);

  // What is left of the next piece of the CSV, wherever it was cut; valid until the next call.
  std::string_view pass(std::string_view piece);

private:
  void keep(std::string_view text);
  void end_line();
  bool is_kept() const { return column_ < kept_.size() && kept_[column_]; }

  std::vector<bool> kept_;
  std::size_t first_kept_;
  std::size_t column_ = 0;
  bool in_quotes_ = false;
  std::string line_;           // as long as it might be the end of the data
  bool line_goes_on_ = false;  // it is longer than that, and its beginning was handed on
  std::string out_;
};

// Finds the rows in CSV, wherever the pieces were cut.
class CsvRows {
public:
  // Calls `part` with every piece of a row, the line break included, and `end` behind its last.
  template <class Part, class End>
  void pass(std::string_view piece, const Part& part, const End& end) {
    while (!piece.empty()) {
      const std::size_t bytes = to_row_end(piece);
      part(piece.substr(0, bytes));
      if (piece[bytes - 1] == '\n' && !in_quotes_) end();
      piece.remove_prefix(bytes);
    }
  }

private:
  std::size_t to_row_end(std::string_view piece) noexcept;

  bool in_quotes_ = false;
};

}  // namespace paliad::formats
