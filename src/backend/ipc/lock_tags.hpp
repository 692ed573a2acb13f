// The identity of each advisory lock of the extension, defined here only. All of them have one
// classid; SQL's pg_advisory_lock uses 1 and 2 in the field that pg_locks calls objsubid, so it
// can't take these.
#pragma once

#include "backend/postgres/server.hpp"

#include <cstdint>
#include <string>

namespace paliad::ipc {

// The value is the lock's objsubid.
enum class LockKind : uint16 {
  run = 3,        // held while a run is alive
  run_state = 4,  // its objid is the handle of the run's state
  artifact = 5,   // its objid is the backup's artifact_lock_key(); readers hold it shared, the
                  // remover holds it exclusively
  schedule = 6,   // held by the schedule worker
  removal = 7,    // held while a removal is decided
};

// The tags of this database's locks.
LOCKTAG run_lock_tag() noexcept;
LOCKTAG run_state_lock_tag(std::uint32_t handle) noexcept;
LOCKTAG artifact_lock_tag(std::uint32_t key) noexcept;
LOCKTAG schedule_lock_tag() noexcept;
LOCKTAG removal_lock_tag() noexcept;

// The key of a backup's artifact lock: the first eight hexadecimal digits of the backup's id (uuid
// text) as a number. Two backups whose ids begin alike share a lock, which costs a wait at worst.
std::uint32_t artifact_lock_key(const std::string& id);
// The same as an SQL expression of type oid; `id` is an SQL expression of type uuid.
std::string artifact_lock_key_sql(const std::string& id);

// The columns of pg_locks as parameters of a statement: classid ($n::oid), objsubid ($n::int2).
std::string lock_classid();
std::string lock_objsubid(LockKind kind);

}  // namespace paliad::ipc
