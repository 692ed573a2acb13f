// How a column's type is written: the server's own rules, asked once for each column.
#pragma once

#include "core/model/column.hpp"

#include <cstdint>

namespace paliad::introspection {

struct ColumnForm {
  model::JsonForm json = model::JsonForm::text;
  model::CellForm cell = model::CellForm::text;
  int scale = -1;
  bool orderable = false;
  bool parallel_safe = false;  // all functions that write its values are
  bool foreign_cast = false;   // to_json would call what a role made that is no superuser
};

// For pg_attribute's atttypid and atttypmod. Throws Error.
ColumnForm column_form(std::uint32_t type, std::int32_t modifier);

}  // namespace paliad::introspection
