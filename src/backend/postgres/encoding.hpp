// All text in this project's C++ is UTF-8, whatever the database's encoding. These functions
// convert it between the two.
#pragma once

#include <string>

namespace paliad::postgres {

// Throw Error(22021 or 22P05) where the text can't be converted.
std::string to_utf8(const char* server_text);
std::string from_utf8(const std::string& utf8);

// The same for messages: where the text can't be converted, what isn't ASCII becomes '?'.
std::string from_utf8_or_ascii(const std::string& utf8) noexcept;

// The text as UTF-8 for a statement: unchanged where the database's encoding can represent it; else
// what isn't ASCII becomes '?'.
std::string representable_utf8(const std::string& utf8) noexcept;

}  // namespace paliad::postgres
