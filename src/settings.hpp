// The settings (paliad_backup.*) as plain values, as they are in this session now.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::settings {

// Empty where unset.
std::string export_dir();

// The schemas whose tables are backed up, in order, without duplicates. Never empty.
std::vector<std::string> schemas();

// How long a run waits for a lock, in milliseconds; 0 is for ever.
int lock_timeout();

// How many parallel workers a run may use.
int workers();

// How many bytes of rows a second a run may read, over all its processes; 0 is no limit.
std::uint64_t rate_limit();

// Registers the settings with the server; called once, when the library is loaded.
void define();

}  // namespace paliad::settings
