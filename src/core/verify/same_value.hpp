// Whether a value in CSV, JSON and worksheet is the same one: the CSV's text is written anew in the
// other formats' ways and compared with what they have.
#pragma once

#include "core/verify/sheet_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace paliad::verify {

// `value` is the CSV's, none for NULL; `json` is JSON text without blanks around it; `type` is
// format_type()'s text. Of a type that writes its own JSON (arrays, composites, types that the
// database defines) only null is compared: it stands for NULL, or for the document null of a domain
// over json.
bool same_json(std::optional<std::string_view> value, std::string_view json,
               const std::string& type);

// No cell is NULL. A text cell has what append_cell_text() makes of the value, a boolean 1 for t or
// 0 for f; any other has the value itself, or its serial where it is a date or timestamp.
bool same_cell(std::optional<std::string_view> value, const std::optional<Cell>& cell);

}  // namespace paliad::verify
