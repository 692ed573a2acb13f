#include "verify/csv_reader.hpp"

#include "base/error.hpp"

namespace paliad::verify {

bool CsvReader::next(Values& row) {
  row.clear();
  if (text_.peek() < 0) return false;
  do row.emplace_back();
  while (value(row.back()));
  return true;
}

// One value and what ends it: true for a comma, false for the line's end.
bool CsvReader::value(std::optional<std::string>& value) {
  if (text_.peek() == '"') {
    (void)text_.take();
    value = quoted();
    const int end = text_.take();
    if (end != ',' && end != '\n')
      throw Error(sqlstate::data_corrupted, "something stands behind a quoted value");
    return end == ',';
  }
  std::string plain;
  for (;;) {
    const int next = text_.take();
    if (next != ',' && next != '\n' && next >= 0) {
      plain += static_cast<char>(next);
      continue;
    }
    if (!plain.empty()) value = std::move(plain);
    return next == ',';
  }
}

// What stands between quotes; a doubled one is one.
std::string CsvReader::quoted() {
  std::string value;
  std::string piece;
  for (;;) {
    if (!text_.take_until("\"", piece))
      throw Error(sqlstate::data_corrupted, "a quoted value never ends");
    value += piece;
    if (text_.peek() != '"') return value;
    (void)text_.take();
    value += '"';
  }
}

}  // namespace paliad::verify
