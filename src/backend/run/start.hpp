// The entry points of a backup on demand.
#pragma once

#include <string>

namespace paliad::run {

// Makes a backup in the caller's snapshot and returns its id (uuid text). Checks the caller's right
// first. Throws Error; then the row says `failed`, where the run had begun, and no file stays.
std::string run_backup();

// Has a background worker make a backup in a snapshot of its own, and returns its id (uuid text) as
// soon as its `running` row is committed. Checks the caller's right first. Throws Error where the
// run could not begin.
std::string start_backup();

}  // namespace paliad::run
