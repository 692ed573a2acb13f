#include "restore/csv_columns.hpp"

#include <algorithm>

namespace paliad::restore {

CsvColumns::CsvColumns(std::vector<bool> kept)
    : kept_(std::move(kept)), first_kept_(static_cast<std::size_t>(
                                  std::find(kept_.begin(), kept_.end(), true) - kept_.begin())) {}

std::string_view CsvColumns::pass(std::string_view piece) {
  out_.clear();
  for (const char c : piece) take(c);
  return out_;
}

void CsvColumns::take(char c) {
  if (c == '"') in_quotes_ = !in_quotes_;
  if (!in_quotes_ && c == '\n') {
    end_line();
  } else if (!in_quotes_ && c == ',') {
    ++column_;
    if (is_kept() && column_ > first_kept_) line_ += ',';
  } else if (is_kept()) {
    line_ += c;
  }
}

// COPY takes a line of \. for the end.
void CsvColumns::end_line() {
  out_ += line_ == "\\." ? "\"\\.\"" : line_;
  out_ += '\n';
  line_.clear();
  column_ = 0;
}

}  // namespace paliad::restore
