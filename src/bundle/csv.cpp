#include "bundle/csv.hpp"

#include "bundle/byte_search.hpp"

#include <cstdint>
#include <string_view>

namespace paliad::bundle {

namespace {

bool has_special(std::string_view value) {
  const auto may_be_special = [](std::uint64_t bytes) {
    return any_equal(bytes, ',') | any_equal(bytes, '"') | any_equal(bytes, '\n') |
           any_equal(bytes, '\r');
  };
  const auto is_special = [](std::uint8_t byte) {
    return byte == ',' || byte == '"' || byte == '\n' || byte == '\r';
  };
  return find_special(value, 0, may_be_special, is_special) < value.size();
}

// A lone `\.` on its line would end the data for PostgreSQL before 18.
bool needs_quotes(std::string_view value, bool only_column) {
  return value.empty() || has_special(value) || (only_column && value == "\\.");
}

void append_quoted(TextBuffer& out, std::string_view value) {
  out += '"';
  for (auto quote = value.find('"'); quote != std::string_view::npos; quote = value.find('"')) {
    out += value.substr(0, quote + 1);
    out += '"';
    value.remove_prefix(quote + 1);
  }
  out += value;
  out += '"';
}

void append_value(TextBuffer& out, std::string_view value, bool only_column) {
  if (needs_quotes(value, only_column)) {
    append_quoted(out, value);
  } else {
    out += value;
  }
}

}  // namespace

void append_csv_header(TextBuffer& out, const std::vector<Column>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ',';
    append_value(out, columns[i].name, columns.size() == 1);
  }
  out += '\n';
}

void append_csv_row(TextBuffer& out, const Field* fields, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    if (!fields[i].is_null) append_value(out, fields[i].text, count == 1);
  }
  out += '\n';
}

}  // namespace paliad::bundle
