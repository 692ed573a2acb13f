// Tests text for UTF-8, and makes it UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace paliad {

// Whether Jansson, which writes the manifest, accepts the text as UTF-8.
bool is_utf8(std::string_view text);

// The same text if it is UTF-8; otherwise with '?' for each byte that isn't ASCII.
std::string in_utf8(std::string text);

}  // namespace paliad
