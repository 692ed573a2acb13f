#include "core/formats/csv_reader.hpp"

#include "core/base/byte_search.hpp"
#include "core/base/error.hpp"

#include <algorithm>

namespace paliad::formats {

bool CsvReader::next(Values& row) {
  constexpr std::size_t most_kept = 1024UL * 1024;
  row_.clear(most_kept);
  spans_.clear();
  row.clear();
  if (text_.peek() < 0) return false;
  while (value()) continue;
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    const std::size_t end = i + 1 < spans_.size() ? spans_[i + 1].begin : row_.size();
    if (spans_[i].is_null)
      row.emplace_back();
    else
      row.emplace_back(row_.view().substr(spans_[i].begin, end - spans_[i].begin));
  }
  return true;
}

// Reads one value and the separator after it: true for a comma, false for the end of the row.
bool CsvReader::value() {
  const std::size_t begin = row_.size();
  const bool is_quoted = text_.peek() == '"';
  if (is_quoted)
    quoted();
  else
    plain();
  spans_.push_back({begin, !is_quoted && row_.size() == begin});
  const int end = text_.take();
  if (is_quoted && end < 0)
    throw Error(sqlstate::data_corrupted, "the line's end is missing behind a quoted value");
  if (is_quoted && end != ',' && end != '\n')
    throw Error(sqlstate::data_corrupted, "something stands behind a quoted value");
  return end == ',';
}

void CsvReader::plain() {
  for (;;) {
    const std::string_view ahead = text_.ahead();
    const std::size_t end =
        find_special(ahead, 0, [](const auto& bytes) { return (bytes == ',') | (bytes == '\n'); });
    row_ += ahead.substr(0, end);
    text_.skip(end);
    if (end < ahead.size() || ahead.empty()) return;
  }
}

// Reads a value in quotes; a doubled quote in it is one quote.
void CsvReader::quoted() {
  (void)text_.take();
  for (;;) {
    const std::string_view ahead = text_.ahead();
    if (ahead.empty()) throw Error(sqlstate::data_corrupted, "a quoted value never ends");
    const std::size_t end = std::min(ahead.find('"'), ahead.size());
    row_ += ahead.substr(0, end);
    text_.skip(end);
    if (end == ahead.size()) continue;
    (void)text_.take();
    if (text_.peek() != '"') return;
    (void)text_.take();
    row_ += '"';
  }
}

}  // namespace paliad::formats
