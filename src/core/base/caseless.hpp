// When two names are one to a program or a file system that has them both.
#pragma once

#include <string>
#include <string_view>

namespace paliad {

// Equal for names (UTF-8) that Windows, macOS or Excel may take for one: whatever the case,
// composed accents or not (NFC, NFD), full width or not, with characters nobody sees or without.
// That is Unicode's compatibility caseless match (D146, here without the default ignorable
// characters); and i is one letter with and without its dot, as under Turkish rules the case of
// either is the other's. Throws Error where the name is not UTF-8.
std::string caseless(std::string_view name);

}  // namespace paliad
