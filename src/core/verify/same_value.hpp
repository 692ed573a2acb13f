// Whether a value in CSV, JSON and worksheet is the same one: the CSV's text is written anew in the
// other formats' ways and compared with what they have.
#pragma once

#include "core/verify/sheet_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace paliad::verify {

// `json` is JSON text. Of a type that writes its own JSON (arrays, composites, types that the
// database defines) only NULL can be compared; `type` is format_type()'s text.
bool same_json(std::optional<std::string_view> value, std::string_view json,
               const std::string& type);

bool same_cell(std::optional<std::string_view> value, const std::optional<Cell>& cell);

}  // namespace paliad::verify
