// Filters CSV while it is copied: leaves columns out, or finds the rows. Rows may have any length.
// Plain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paliad::formats {

// Leaves columns out of CSV as core/formats/csv_writer writes it. A row of which only \. is left
// becomes "\.", because COPY takes that line for the end of the data.
class CsvColumns {
public:
  // One element for each column of the CSV: whether it is kept.
  explicit CsvColumns(std::vector<bool> kept);

  // Takes the next piece of the CSV, which may end anywhere, and returns what is kept of it, or of
  // the piece before; valid until the next call. The CSV's last row must end with a line break.
  std::string_view pass(std::string_view piece);

private:
  void keep(std::string_view text);
  void end_line();
  bool is_kept() const { return column_ < kept_.size() && kept_[column_]; }

  std::vector<bool> kept_;
  std::size_t first_kept_;
  std::size_t column_ = 0;
  bool in_quotes_ = false;
  std::string line_;           // the row so far, while it may still be the end of the data
  bool line_goes_on_ = false;  // the row is longer, and its beginning was passed on
  std::string out_;
};

// Finds the rows in CSV that comes in pieces, which may end anywhere.
class CsvRows {
public:
  // Calls `part` with each piece of a row, the line break included, and `end` after its last.
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
