// Reads CSV as core/formats/csv_writer writes it (and COPY ... FORMAT csv): a row is a line, but
// for line breaks in quotes; an empty value without quotes is NULL.
#pragma once

#include "core/formats/text_source.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace paliad::formats {

// They borrow from the reader's row and live until the next one.
using Values = std::vector<std::optional<std::string_view>>;

class CsvReader {
public:
  explicit CsvReader(Blocks blocks) : text_(std::move(blocks)) {}

  // False, and no values, at the end, however often it is asked. A last line may lack its end where
  // no quote stands before that. Throws Error(data_corrupted) for what is no CSV: a quote that
  // never ends, or something other than a comma or a line's end behind one; and what the blocks
  // throw. Not to be called after a throw. Memory is that of a row.
  bool next(Values& row);

private:
  bool value();
  void plain();
  void quoted();

  TextSource text_;
  TextBuffer row_;  // its values, one behind the other
  struct Span {
    std::size_t begin;
    bool is_null;
  };
  std::vector<Span> spans_;
};

}  // namespace paliad::formats
