#include "core/verify/same_value.hpp"

#include "core/formats/json_escape.hpp"
#include "core/formats/json_writer.hpp"
#include "core/xlsx/xlsx_cell.hpp"

#include <algorithm>
#include <array>

namespace paliad::verify {

namespace {

using model::JsonForm;

// The server's types whose JSON follows from their text. After these beginnings of a type's name
// only a length or "with time zone" may follow.
constexpr std::array<std::string_view, 28> known_types{
    "smallint",  "integer",  "bigint",    "numeric", "real", "double precision",
    "boolean",   "text",     "character", "uuid",    "date", "time",
    "timestamp", "interval", "bytea",     "inet",    "cidr", "macaddr",
    "bit",       "money",    "name",      "oid",     "xml",  "tsvector",
    "tsquery",   "point",    "pg_lsn",    "\"char\""};

bool is_known(const std::string& type) {
  if (type.size() >= 2 && type.compare(type.size() - 2, 2, "[]") == 0) return false;
  return std::any_of(known_types.begin(), known_types.end(), [&](std::string_view known) {
    if (type.compare(0, known.size(), known) != 0) return false;
    const char next = type.size() == known.size() ? ' ' : type[known.size()];
    return next == ' ' || next == '(';
  });
}

// Compares while it escapes, so that a long value isn't held in memory a second time.
bool is_json_string_of(std::string_view value, std::string_view json) {
  if (json.size() < value.size() + 2 || json.front() != '"' || json.back() != '"') return false;
  json = json.substr(1, json.size() - 2);
  bool same = true;
  formats::put_json_escaped(value, [&](std::string_view piece) {
    same = same && json.substr(0, piece.size()) == piece;
    if (same) json.remove_prefix(piece.size());
  });
  return same && json.empty();
}

bool is_json_of(std::string_view value, JsonForm form, std::string_view json) {
  TextBuffer written;
  formats::append_json_value(written, form, {value, {}, false});
  return written.view() == json;
}

// For numbers, booleans, dates and times, whose text is short.
bool is_scalar_of(std::string_view value, std::string_view json) {
  constexpr std::size_t longest_numeric = 200'000;
  if (value.size() > longest_numeric) return false;
  const bool may_be_boolean = value == "t" || value == "f";
  return is_json_of(value, JsonForm::number, json) ||
         (may_be_boolean && is_json_of(value, JsonForm::boolean, json)) ||
         is_json_of(value, JsonForm::date_time, json);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

// In a row's JSON the document has blanks for its line breaks; outer blanks don't count.
bool is_same_document(std::string_view value, std::string_view json) {
  const std::string_view expected = trimmed(value);
  const std::string_view found = trimmed(json);
  return std::equal(expected.begin(), expected.end(), found.begin(), found.end(),
                    [](char written, char read) {
                      return read == (written == '\n' || written == '\r' ? ' ' : written);
                    });
}

// For a type that isn't known: only a domain over json can have a value that is the document null.
bool may_be_own_json_of(std::string_view value, std::string_view json) {
  return json != "null" || is_same_document(value, json);
}

bool is_serial_of(std::string_view value, std::string_view content) {
  TextBuffer date;
  TextBuffer timestamp;
  (void)xlsx::append_date_serial(date, value);
  (void)xlsx::append_timestamp_serial(timestamp, value);
  return content == date.view() || content == timestamp.view();
}

}  // namespace

bool same_json(std::optional<std::string_view> value, std::string_view json,
               const std::string& type) {
  if (!value) return json == "null";
  if (type == "json" || type == "jsonb") return is_same_document(*value, json);
  return is_json_string_of(*value, json) || is_scalar_of(*value, json) ||
         (!is_known(type) && may_be_own_json_of(*value, json));
}

bool same_cell(std::optional<std::string_view> value, const std::optional<Cell>& cell) {
  if (!value || !cell) return !value && !cell;
  if (cell->is_text) {
    TextBuffer written;
    (void)xlsx::append_cell_text(written, *value);
    return written.view() == cell->content;
  }
  if (cell->content.empty()) return false;
  if (cell->is_boolean)
    return (cell->content == "1" && *value == "t") || (cell->content == "0" && *value == "f");
  return cell->content == *value || is_serial_of(*value, cell->content);
}

}  // namespace paliad::verify
