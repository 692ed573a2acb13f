// How values of a column are written, by the server's own rules.
#pragma once

#include "core/model/column.hpp"

#include <cstdint>

namespace paliad::introspection {

struct ColumnForm {
  model::JsonForm json = model::JsonForm::text;
  model::CellForm cell = model::CellForm::text;
  int scale = -1;              // of a number: digits after the point; -1 where it is not fixed
  bool orderable = false;      // the type has a < operator
  bool parallel_safe = false;  // all functions that write its values are parallel safe
  bool foreign_cast = false;   // to_json would call a function whose owner is no superuser
};

// The form of a column whose pg_attribute has this atttypid and atttypmod. Throws Error.
ColumnForm column_form(std::uint32_t type, std::int32_t modifier);

}  // namespace paliad::introspection
