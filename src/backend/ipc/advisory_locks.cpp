#include "backend/ipc/advisory_locks.hpp"

#include "backend/ipc/lock_tags.hpp"
#include "backend/postgres/session_locks.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/valves.hpp"

namespace paliad::ipc {

bool try_run_lock() { return postgres::try_session_lock(run_lock_tag(), ExclusiveLock); }

void release_run_lock() noexcept { postgres::release_session_lock(run_lock_tag(), ExclusiveLock); }

bool try_schedule_lock() { return postgres::try_session_lock(schedule_lock_tag(), ExclusiveLock); }

void lock_removals() {
  const LOCKTAG tag = removal_lock_tag();
  postgres::call_backend([&]() { (void)LockAcquire(&tag, ExclusiveLock, false, false); });
}

void announce_run_state(std::uint32_t handle) {
  (void)postgres::try_session_lock(run_state_lock_tag(handle), ShareLock);
}

std::vector<std::uint32_t> announced_run_states() {
  std::vector<std::uint32_t> handles;
  for (const postgres::Row& row : postgres::query(
           "SELECT objid FROM pg_catalog.pg_locks WHERE locktype = 'advisory'"
           "   AND database = $1::oid AND classid = $2::oid"
           "   AND objsubid = $3::int2 AND granted",
           {std::to_string(MyDatabaseId), lock_classid(), lock_objsubid(LockKind::run_state)}))
    handles.push_back(static_cast<std::uint32_t>(std::stoul(*row[0])));
  return handles;
}

}  // namespace paliad::ipc
