// A column and a value in it, as the encoders need them.
#pragma once

#include <string>
#include <string_view>

namespace paliad::model {

// How row_to_json writes a value of the column, given its text under the pinned settings.
enum class JsonForm {
  text,       // a string
  number,     // bare, or a string where it is no JSON number (NaN, Infinity)
  boolean,    // t or f become true or false
  date_time,  // ISO 8601: a T between date and time, a zone with minutes
  json,       // the text is JSON already (json, jsonb)
  separate,   // arrays, composites, types with a cast to json: Field::json holds the JSON
};

// How a worksheet cell holds a value where it can hold it exactly; text otherwise.
enum class CellForm {
  text,
  number,
  boolean,
  date,
  timestamp,
  timestamptz,
};

struct Column {
  std::string name;  // UTF-8
  std::string type;  // as format_type() writes it
  JsonForm json = JsonForm::text;
  CellForm cell = CellForm::text;
  int scale = -1;  // digits after the point of numeric(p, s); -1 where the type doesn't say
};

// One value: the type's text output (UTF-8, ISO dates, UTC, hex bytea, shortest-exact floats).
// It borrows its bytes, which are valid until the next row.
struct Field {
  std::string_view text;
  std::string_view json;  // only for JsonForm::separate
  bool is_null = false;
};

}  // namespace paliad::model
