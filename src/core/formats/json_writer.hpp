// A JSON array with one object per line for each row, equal as jsonb to row_to_json of the same row
// (PostgreSQL's src/backend/utils/adt/json.c: datum_to_json, escape_json, JsonEncodeDateTime).
#pragma once

#include "core/base/text_buffer.hpp"
#include "core/model/column.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::formats {

// Appends the text as a JSON string, with quotes and escapes.
void append_json_string(TextBuffer& out, std::string_view text);

// Appends one value as JSON text on one line: field.json for JsonForm::separate, else field.text in
// the given form. NULL is null, and a number that JSON doesn't have (NaN) a string.
void append_json_value(TextBuffer& out, model::JsonForm form, const model::Field& field);

// Encodes the rows of one sheet: open(), or go_on() where another JsonRows has written the rows
// before; append_row() for each; close() after the sheet's last. An empty array is "[\n]\n".
class JsonRows {
public:
  // `columns` must outlive the object.
  explicit JsonRows(const std::vector<model::Column>& columns);

  void open(TextBuffer& out);
  void go_on() noexcept { first_ = false; }
  // `fields` holds one value for each column.
  void append_row(TextBuffer& out, const model::Field* fields);
  void close(TextBuffer& out) const;

private:
  const std::vector<model::Column>& columns_;  // borrowed
  std::vector<std::string> keys_;              // escaped: the first as "a": the others as ,"b":
  bool first_ = true;
};

}  // namespace paliad::formats
