// Whether a zip's entries are safe to extract.
#pragma once

#include "core/zip/zip_reader.hpp"

#include <string_view>

namespace paliad::zip {

// Why extracting an entry of this name could write outside the chosen folder, as a clause ("has a
// backslash in its name"); empty where the name is a relative path without empty, "." and ".."
// steps. Names that only Windows reads differently pass: a device (CON), a stream (a.csv:x), a dot
// or a blank at a step's end. No bundle of ours has one.
std::string_view unsafe_name(std::string_view name);

// Throws Error(data_corrupted) for the first entry that is no plain file, whose name is unsafe, or
// that require_readable() refuses; and where entries with their headers need more bytes than the
// file has: they share some, and could become more than 1032 times its size. (Archive's constructor
// has refused duplicate names and too many entries.)
void require_safe(const Archive& archive);

}  // namespace paliad::zip
