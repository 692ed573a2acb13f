// A JSON array with one row object per line, equal as jsonb to row_to_json of the same row
// (PostgreSQL's src/backend/utils/adt/json.c: datum_to_json, escape_json, JsonEncodeDateTime).
#pragma once

#include "core/base/text_buffer.hpp"
#include "core/model/column.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::formats {

// Appends `"text"` with what JSON must escape escaped.
void append_json_string(TextBuffer& out, std::string_view text);

// Appends one value as JSON text.
void append_json_value(TextBuffer& out, model::JsonForm form, const model::Field& field);

// Encodes the rows of one sheet: open() or, where another has written rows before, go_on();
// append_row() for each; close(). An empty array is "[\n]\n".
class JsonRows {
public:
  explicit JsonRows(const std::vector<model::Column>& columns);

  void open(TextBuffer& out);
  void go_on() noexcept { first_ = false; }
  void append_row(TextBuffer& out, const model::Field* fields);
  void close(TextBuffer& out) const;

private:
  const std::vector<model::Column>& columns_;  // borrowed
  std::vector<std::string> keys_;              // "a": and then ,"b": escaped once
  bool first_ = true;
};

}  // namespace paliad::formats
