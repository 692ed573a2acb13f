// The settings (paliad_backup.*) as plain values, as they are in this session now.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace paliad::settings {

// Empty where unset.
std::string export_dir();

// The schemas whose tables are backed up, in order, without duplicates. Never empty.
std::vector<std::string> schemas();

// How long a run waits for a lock, in milliseconds; 0 is for ever.
int lock_timeout();

// How many parallel workers a run may use: as set, or else what leaves the session a processor.
int workers();

// How many bytes of rows a second a run may read, in one process then; 0 is no limit.
std::uint64_t rate_limit();

// The schedule of all databases; empty where it is turned off. Valid cron text.
std::string schedule();

// The databases that have scheduled backups, in order, without duplicates; none where unset.
std::vector<std::string> databases();

// How old a slot may be to be made up, in seconds.
int catch_up();

struct Retention {
  int days = 0;
  int keep = 0;
  int daily = 0;
  int weekly = 0;
  int monthly = 0;
};
Retention retention();

// Every how many days the schedule worker tries a restore; 0 is never.
int drill_days();

// Those that decide how a backup is made, by name, as they are in this session (of workers the
// number that it would have); and the same in the session of a worker that makes it.
std::vector<std::pair<std::string, std::string>> of_session();
void take_over(const std::string& name, const std::string& value);

// Registers the settings with the server; called once, when the library is loaded.
void define();

}  // namespace paliad::settings
