#include "core/formats/csv_writer.hpp"

#include "core/base/byte_search.hpp"

#include <algorithm>
#include <string_view>

namespace paliad::formats {

namespace {

bool has_special(std::string_view value) {
  const auto is_special = [](const auto& bytes) {
    return (bytes == ',') | (bytes == '"') | (bytes == '\n') | (bytes == '\r');
  };
  return find_special(value, 0, is_special) < value.size();
}

// A line of `\.` alone would end the data for PostgreSQL before 18.
bool needs_quotes(std::string_view value, bool only_column) {
  return value.empty() || has_special(value) || (only_column && value == "\\.");
}

// Copies byte by byte: a JSON value has a quote every few bytes, too many for a search each time.
void append_doubled(TextBuffer& out, std::string_view value) {
  char* const begin = out.room(2 * value.size());
  char* at = begin;
  for (const char c : value) {
    *at++ = c;
    if (c == '"') *at++ = '"';
  }
  out.add(static_cast<std::size_t>(at - begin));
}

void append_quoted(TextBuffer& out, std::string_view value) {
  constexpr std::size_t piece = 4096;  // doubled in the buffer, which a long value should not be
  out += '"';
  for (; !value.empty(); value.remove_prefix(std::min(piece, value.size()))) {
    append_doubled(out, value.substr(0, piece));
    out.pass_on();
  }
  out += '"';
}

void append_value(TextBuffer& out, std::string_view value, bool only_column) {
  if (needs_quotes(value, only_column)) {
    append_quoted(out, value);
  } else {
    out.append_long(value);
  }
}

}  // namespace

void append_csv_header(TextBuffer& out, const std::vector<model::Column>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ',';
    append_value(out, columns[i].name, columns.size() == 1);
  }
  out += '\n';
}

void append_csv_row(TextBuffer& out, const model::Field* fields, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    if (!fields[i].is_null) append_value(out, fields[i].text, count == 1);
  }
  out += '\n';
}

}  // namespace paliad::formats
