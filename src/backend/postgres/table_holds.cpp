#include "backend/postgres/table_holds.hpp"

namespace paliad::postgres {

void TableHolds::add(Oid table) {
  call_backend([&]() {
    LockRelId id{table, MyDatabaseId};
    LockRelationIdForSession(&id, RowExclusiveLock);
  });
}

}  // namespace paliad::postgres
