// Codes as Jansson's values. Apart from codes.hpp, for the server's headers and Jansson's declare
// one name twice (json_object).
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/json.hpp"

namespace paliad::codes {

// What arguments_json() has. Throws Error(internal_error) where a text is not UTF-8.
Json arguments_node(const CodedText& coded);

}  // namespace paliad::codes
