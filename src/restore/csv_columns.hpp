// CSV on its way: without some of its columns, or cut into rows. Plain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paliad::restore {

// CSV as bundle/csv writes it, without some of its columns.
class CsvColumns {
public:
  // One entry for each column of the CSV.
  explicit CsvColumns(std::vector<bool> kept);

  // What is left of the next piece of the CSV, wherever it was cut; valid until the next call.
  std::string_view pass(std::string_view piece);

private:
  void take(char c);
  void end_line();
  bool is_kept() const { return column_ < kept_.size() && kept_[column_]; }

  std::vector<bool> kept_;
  std::size_t first_kept_;
  std::size_t column_ = 0;
  bool in_quotes_ = false;
  std::string line_;
  std::string out_;
};

// Cuts CSV into rows, each with its line break, wherever the pieces were cut.
class CsvRows {
public:
  // Calls `each` with every row that the piece completes.
  template <class Each>
  void pass(std::string_view piece, Each&& each) {
    for (const char c : piece) {
      row_ += c;
      if (c == '"') in_quotes_ = !in_quotes_;
      if (c != '\n' || in_quotes_) continue;
      each(std::string_view(row_));
      row_.clear();
    }
  }

private:
  std::string row_;
  bool in_quotes_ = false;
};

}  // namespace paliad::restore
