// The scheduler's state in the server's shared memory, which is there only where the library was
// preloaded (shared_preload_libraries).
#pragma once

#include "core/base/coded_text.hpp"
#include "core/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace paliad::ipc {

inline constexpr int most_scheduled_databases = 64;

// One database that has scheduled backups.
struct ScheduledDatabase {
  std::string name;  // UTF-8
  Instant next_check = 0;
  std::uint64_t checks = 0;  // how many checks a schedule worker has completed
  CodedText reason;  // why no backup can be made there, as code and text only; empty where one can
};

// Asks the server for the memory. Call it while the library is preloaded.
void request_scheduler_memory();

// False where the library was not preloaded. Then the setters and scheduled_database() must not be
// called.
bool has_scheduler_memory() noexcept;

// Records the scheduler's process id.
void set_scheduler_process(int pid) noexcept;
// Whether that process lives. False where there is no memory, on a standby, and for the moment
// between its end and its restart.
bool scheduler_runs() noexcept;

// Writes or reads the entry `index`, 0 to most_scheduled_databases - 1; one with an empty name is
// free. Texts that are too long are cut.
void set_scheduled_database(int index, const ScheduledDatabase& database) noexcept;
ScheduledDatabase scheduled_database(int index);

// The entry of the database `name`; nothing where there is none, or no memory.
std::optional<ScheduledDatabase> find_scheduled_database(const std::string& name);

}  // namespace paliad::ipc
