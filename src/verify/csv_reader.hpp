// Reads CSV as bundle/csv writes it (and COPY ... FORMAT csv): a row is a line, but for line breaks
// in quotes; an empty value without quotes is NULL.
#pragma once

#include "verify/text_source.hpp"

#include <optional>
#include <string>
#include <vector>

namespace paliad::verify {

using Values = std::vector<std::optional<std::string>>;

class CsvReader {
public:
  explicit CsvReader(Blocks blocks) : text_(std::move(blocks)) {}

  // False at the end. Throws Error(data_corrupted) for what is no CSV: a quote that never ends, or
  // something behind one.
  bool next(Values& row);

private:
  bool value(std::optional<std::string>& value);
  std::string quoted();

  TextSource text_;
};

}  // namespace paliad::verify
