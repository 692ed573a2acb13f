// Codes as Jansson values. Separate from codes.hpp, because the server's headers and Jansson's both
// declare json_object.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/json.hpp"

namespace paliad::codes {

// The value that arguments_json() writes as text. Throws Error(internal_error) where a text is not
// UTF-8.
Json arguments_node(const CodedText& coded);

}  // namespace paliad::codes
