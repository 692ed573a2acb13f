#include "core/formats/json_writer.hpp"

#include "core/formats/json_escape.hpp"
#include "core/formats/json_number.hpp"

#include <algorithm>
#include <cstdint>

namespace paliad::formats {

namespace {

void append_number(TextBuffer& out, std::string_view text) {
  if (is_json_number(text)) {
    out += text;
  } else {
    append_json_string(out, text);
  }
}

// Replaces the blank before the time by T, and adds minutes to a zone that has only hours. A text
// without a time (a date, infinity) stays as it is. After the zone there may be " BC".
void append_date_time(TextBuffer& out, std::string_view text) {
  const std::size_t blank = text.find(' ');
  const bool has_time = blank != std::string_view::npos && blank + 1 < text.size() &&
                        text[blank + 1] >= '0' && text[blank + 1] <= '9';
  if (!has_time) return append_json_string(out, text);
  const std::size_t end = std::min(text.find(' ', blank + 1), text.size());
  const bool hours_only = end > blank + 4 && (text[end - 3] == '+' || text[end - 3] == '-');
  out += '"';
  const std::size_t begin = out.size();
  out += text.substr(0, end);
  out.data()[begin + blank] = 'T';
  if (hours_only) out += ":00";
  out += text.substr(end);
  out += '"';
}

// JSON text on one line. In valid JSON a bare line break is white space, never part of a string.
void append_json(TextBuffer& out, std::string_view json) {
  const auto is_line_break = [](const auto& bytes) { return (bytes == '\n') | (bytes == '\r'); };
  for (;;) {
    const std::size_t at = find_special(json, 0, is_line_break);
    out.append_long(json.substr(0, at));
    if (at == json.size()) return;
    out += ' ';
    out.pass_on();
    json.remove_prefix(at + 1);
  }
}

}  // namespace

void append_json_value(TextBuffer& out, model::JsonForm form, const model::Field& field) {
  if (field.is_null) {
    out += "null";
    return;
  }
  switch (form) {
  case model::JsonForm::text:
    return append_json_string(out, field.text);
  case model::JsonForm::number:
    return append_number(out, field.text);
  case model::JsonForm::boolean:
    out += field.text == "t" ? "true" : "false";
    return;
  case model::JsonForm::date_time:
    return append_date_time(out, field.text);
  case model::JsonForm::json:
    return append_json(out, field.text);
  case model::JsonForm::separate:
    return append_json(out, field.json);
  }
}

void append_json_string(TextBuffer& out, std::string_view text) {
  out += '"';
  put_json_escaped(text, [&](std::string_view piece) {
    out.append_long(piece);
    out.pass_on();
  });
  out += '"';
}

JsonRows::JsonRows(const std::vector<model::Column>& columns) : columns_(columns) {
  keys_.reserve(columns.size());
  for (const model::Column& column : columns) {
    TextBuffer key;
    if (!keys_.empty()) key += ',';
    append_json_string(key, column.name);
    key += ':';
    keys_.emplace_back(key.view());
  }
}

void JsonRows::open(TextBuffer& out) {
  out += "[\n";
  first_ = true;
}

void JsonRows::append_row(TextBuffer& out, const model::Field* fields) {
  out += first_ ? "{" : ",\n{";
  first_ = false;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    out += keys_[i];
    append_json_value(out, columns_[i].json, fields[i]);
  }
  out += '}';
}

void JsonRows::close(TextBuffer& out) const { out += first_ ? "]\n" : "\n]\n"; }

}  // namespace paliad::formats
