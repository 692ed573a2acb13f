// Which lists of entries are safe to act upon.
#pragma once

#include "core/zip/zip_reader.hpp"

#include <string_view>

namespace paliad::zip {

// Why `name` could lead somewhere else when it is extracted, as a clause ("has a backslash"); empty
// where it is a relative path of plain steps. What only Windows reads otherwise passes, with such a
// path: a device (CON), a stream (a.csv:x), a dot or a blank at a step's end. Our own bundles have
// none.
std::string_view unsafe_name(std::string_view name);

// Throws Error(data_corrupted) for the first entry that is no plain file, whose name is unsafe, or
// that require_readable() refuses; and where entries share bytes of the file, so that together they
// could become more than 1032 times its size. (A name that is there twice, or too many: Archive
// doesn't open.)
void require_safe(const Archive& archive);

}  // namespace paliad::zip
