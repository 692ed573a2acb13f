// What the scheduler shows of itself, in the server's shared memory: it is there when the library
// was preloaded (shared_preload_libraries).
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
  std::uint64_t checks = 0;  // how often a worker has looked after it to the end
  CodedText reason;          // why nothing can be made there, without its arguments; or empty
};

// While the library is preloaded: asks for the memory.
void request_scheduler_memory();

// False where the library was not preloaded.
bool has_scheduler_memory() noexcept;

// The scheduler's process says that it is there.
void set_scheduler_process(int pid) noexcept;
// Whether that process lives. False on a standby, and for the moment between its end and its
// return.
bool scheduler_runs() noexcept;

// Entries 0 to most_scheduled_databases - 1; one with an empty name is free.
void set_scheduled_database(int index, const ScheduledDatabase& database) noexcept;
ScheduledDatabase scheduled_database(int index);

// By its name; nothing where the scheduler knows none.
std::optional<ScheduledDatabase> find_scheduled_database(const std::string& name);

}  // namespace paliad::ipc
