#include "bundle/csv.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace paliad::bundle {

namespace {

constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> table{};
  for (const char c : {',', '"', '\n', '\r'}) table[static_cast<std::uint8_t>(c)] = true;
  return table;
}

constexpr std::array<bool, 256> special = make_special();

bool has_special(std::string_view value) {
  return std::any_of(value.begin(), value.end(),
                     [](char c) { return special[static_cast<std::uint8_t>(c)]; });
}

// A lone `\.` on its line would end the data for PostgreSQL before 18.
bool needs_quotes(std::string_view value, bool only_column) {
  return value.empty() || has_special(value) || (only_column && value == "\\.");
}

void append_quoted(std::string& out, std::string_view value) {
  out += '"';
  for (auto quote = value.find('"'); quote != std::string_view::npos; quote = value.find('"')) {
    out.append(value.substr(0, quote + 1)).append(1, '"');
    value.remove_prefix(quote + 1);
  }
  out.append(value).append(1, '"');
}

void append_value(std::string& out, std::string_view value, bool only_column) {
  if (needs_quotes(value, only_column)) {
    append_quoted(out, value);
  } else {
    out.append(value);
  }
}

}  // namespace

void append_csv_header(std::string& out, const std::vector<Column>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ',';
    append_value(out, columns[i].name, columns.size() == 1);
  }
  out += '\n';
}

void append_csv_row(std::string& out, const Field* fields, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    if (!fields[i].is_null) append_value(out, fields[i].text, count == 1);
  }
  out += '\n';
}

}  // namespace paliad::bundle
