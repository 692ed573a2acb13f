// Whether text is UTF-8, and text that is to be it.
#pragma once

#include <string>
#include <string_view>

namespace paliad {

// Whether Jansson, and so the manifest, takes it for UTF-8.
bool is_utf8(std::string_view text);

// The same text; where it isn't UTF-8, with '?' for each byte that isn't ASCII.
std::string in_utf8(std::string text);

}  // namespace paliad
