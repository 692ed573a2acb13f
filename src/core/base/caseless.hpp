// Whether a program or a file system would take two names for the same.
#pragma once

#include <string>
#include <string_view>

namespace paliad {

// A key that is equal for names (UTF-8) which Windows, macOS or Excel may take for the same: it
// ignores case, composition of accents (NFC, NFD), full width and invisible characters. That is
// Unicode's compatibility caseless matching (D146), without default ignorable characters. Besides,
// i with and without dot are the same letter, because Turkish casing maps one to the other. Throws
// Error(internal_error) where the name is not UTF-8; bad_alloc.
std::string caseless(std::string_view name);

}  // namespace paliad
