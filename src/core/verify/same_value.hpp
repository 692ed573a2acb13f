// Tests whether CSV, JSON and worksheet have the same value: the CSV's text is encoded in the other
// formats again and compared with what they have.
#pragma once

#include "core/verify/sheet_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace paliad::verify {

// `value` is the CSV's, nullopt for NULL; `json` is JSON text without blanks around it; `type` is
// format_type()'s text. For types whose JSON can't be derived from the text (arrays, composites,
// types that the database defines) only null is compared: it stands for NULL, or for the document
// null of a domain over json.
bool same_json(std::optional<std::string_view> value, std::string_view json,
               const std::string& type);

// NULL has no cell (nullopt). A text cell must have what append_cell_text() makes of the value, a
// boolean 1 for t or 0 for f; any other the value itself, or the serial number of a date or
// timestamp.
bool same_cell(std::optional<std::string_view> value, const std::optional<Cell>& cell);

}  // namespace paliad::verify
