// Reads CSV as core/formats/csv_writer and COPY ... (FORMAT csv) write it. A line break ends a row
// unless it is in quotes; an empty value without quotes is NULL.
#pragma once

#include "core/formats/text_source.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace paliad::formats {

// A row's values; nullopt is NULL. They borrow the reader's memory and are valid until its next
// row.
using Values = std::vector<std::optional<std::string_view>>;

class CsvReader {
public:
  explicit CsvReader(Blocks blocks) : text_(std::move(blocks)) {}

  // Reads the next row. At the end it returns false and no values, however often it is called. The
  // last row may lack its line break unless its last value is quoted. Throws Error(data_corrupted)
  // where a quote never ends, or where a quoted value is followed by anything but a comma or a line
  // break; and what `blocks` throws. Not to be called after a throw. Holds one row and one block in
  // memory.
  bool next(Values& row);

private:
  bool value();
  void plain();
  void quoted();

  TextSource text_;
  TextBuffer row_;  // the row's values, without separators and quotes
  struct Span {
    std::size_t begin;
    bool is_null;
  };
  std::vector<Span> spans_;
};

}  // namespace paliad::formats
