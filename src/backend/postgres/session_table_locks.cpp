#include "backend/postgres/session_table_locks.hpp"

namespace paliad::postgres {

void SessionTableLocks::add(Oid table) {
  call_backend([&]() {
    LockRelId id{table, MyDatabaseId};
    LockRelationIdForSession(&id, RowExclusiveLock);
  });
}

}  // namespace paliad::postgres
