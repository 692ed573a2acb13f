// One backup, from the right to make it to the file and its row.
#pragma once

#include <string>

namespace paliad::run {

// Makes a backup in the caller's snapshot and returns its id (uuid). Throws Error; then the row
// says `failed` (where it had begun) and no file stays.
std::string run_backup();

// Has a background worker make one, in a snapshot of its own, and returns its id as soon as its
// `running` row is committed. Throws Error where it could not begin.
std::string start_backup();

}  // namespace paliad::run
