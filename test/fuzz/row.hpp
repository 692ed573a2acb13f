// Rows as the encoders take them.
#pragma once

#include "core/model/column.hpp"

#include <optional>
#include <string>
#include <vector>

namespace paliad::fuzz {

using Value = std::optional<std::string>;  // nothing is NULL
using Row = std::vector<Value>;

// Points into the row, which must outlive the fields.
inline std::vector<model::Field> fields_of(const Row& row) {
  std::vector<model::Field> fields;
  for (const Value& value : row) {
    model::Field field;
    field.is_null = !value;
    if (value) field.text = *value;
    fields.push_back(field);
  }
  return fields;
}

}  // namespace paliad::fuzz
