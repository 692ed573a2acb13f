// The settings (paliad_backup.*) as plain values, as they are in this session now. Texts are UTF-8.
// schemas(), databases() and session_values() throw Error.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace paliad::settings {

// Empty where unset. Throws Error(invalid_parameter_value) where it is not UTF-8.
std::string export_dir();

// The schemas whose tables are backed up, in order, without duplicates. Never empty.
std::vector<std::string> schemas();

// How long a run waits for a lock, in milliseconds; 0 is for ever.
int lock_timeout();

// How many parallel workers a run may use. Where the setting isn't set, at most one less than there
// are processors, so that the session has one.
int workers();

// How many bytes of rows a run may read in a second; 0 is no limit. A run with a limit reads in one
// process.
std::uint64_t rate_limit();

// The schedule of all databases: a valid cron text, or empty where it is turned off.
std::string schedule();

// The databases that have scheduled backups, in order, without duplicates; none where unset.
std::vector<std::string> databases();

// For how many seconds after its time a slot's backup may still be made.
int catch_up();

// The numbers of the retention settings (core/policy/retention_policy.hpp).
struct Retention {
  int days = 0;
  int keep = 0;
  int daily = 0;
  int weekly = 0;
  int monthly = 0;
};
Retention retention();

// Every how many days the schedule worker makes a drill; 0 is never.
int drill_days();

// The settings that decide how a backup is made, as names and values of this session; for workers
// the value is workers().
std::vector<std::pair<std::string, std::string>> session_values();
// Sets one of them for the rest of the session, in a worker that makes the backup. Throws Error.
void take_over(const std::string& name, const std::string& value);

// Defines the settings in the server; called once, when the library is loaded.
void define();

}  // namespace paliad::settings
