#include "backend/ipc/run_lock.hpp"

#include "backend/postgres/session_locks.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

namespace {

constexpr uint32 first_key = 0x70616c69;

// SQL's advisory locks use 1 and 2 in the fourth field.
constexpr uint16 run_kind = 3;
constexpr uint16 state_kind = 4;  // 5: artifact_lock.cpp
constexpr uint16 schedule_kind = 6;
constexpr uint16 removal_kind = 7;

LOCKTAG run_lock_tag() noexcept {
  LOCKTAG tag;
  SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, first_key, 0x6261636b, run_kind);
  return tag;
}

}  // namespace

bool try_run_lock() { return try_session_lock(run_lock_tag(), ExclusiveLock); }

void release_run_lock() noexcept { release_session_lock(run_lock_tag(), ExclusiveLock); }

bool try_schedule_lock() {
  LOCKTAG tag;
  SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, first_key, 0, schedule_kind);
  return try_session_lock(tag, ExclusiveLock);
}

void lock_removals() {
  LOCKTAG tag;
  SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, first_key, 0, removal_kind);
  call_backend([&]() { (void)LockAcquire(&tag, ExclusiveLock, false, false); });
}

void announce_run_state(std::uint32_t handle) {
  LOCKTAG tag;
  SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, first_key, handle, state_kind);
  (void)try_session_lock(tag, ShareLock);
}

std::vector<std::uint32_t> announced_run_states() {
  std::vector<std::uint32_t> handles;
  for (const Row& row :
       query("SELECT objid FROM pg_catalog.pg_locks WHERE locktype = 'advisory'"
             "   AND database = $1::oid AND classid = $2::oid"
             "   AND objsubid = $3::int2 AND granted",
             {std::to_string(MyDatabaseId), std::to_string(first_key), std::to_string(state_kind)}))
    handles.push_back(static_cast<std::uint32_t>(std::stoul(*row[0])));
  return handles;
}

}  // namespace paliad::postgres
