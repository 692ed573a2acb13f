#include "postgres/table_holds.hpp"

namespace paliad::postgres {

void TableHolds::add(const char* schema, const char* table) {
  call_backend([&]() {
    RangeVar* name = makeRangeVar(pstrdup(schema), pstrdup(table), -1);
    LockRelId id{RangeVarGetRelid(name, RowExclusiveLock, false), MyDatabaseId};
    LockRelationIdForSession(&id, RowExclusiveLock);
  });
}

}  // namespace paliad::postgres
