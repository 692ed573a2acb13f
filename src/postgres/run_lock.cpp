#include "postgres/run_lock.hpp"

#include "postgres/valves.hpp"

namespace paliad::postgres {

namespace {

LOCKTAG run_lock_tag() noexcept {
  // SQL's advisory locks use 1 and 2 in the fourth field.
  constexpr uint16 not_sql = 3;
  LOCKTAG tag;
  SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, 0x70616c69, 0x6261636b, not_sql);
  return tag;
}

}  // namespace

bool try_run_lock() {
  const LOCKTAG tag = run_lock_tag();
  return call_backend([&]() { return LockAcquire(&tag, ExclusiveLock, true, true); }) !=
         LOCKACQUIRE_NOT_AVAIL;
}

void release_run_lock() noexcept {
  const LOCKTAG tag = run_lock_tag();
  (void)LockRelease(&tag, ExclusiveLock, true);
}

}  // namespace paliad::postgres
