#include "postgres/table_holds.hpp"

namespace paliad::postgres {

TableHolds::~TableHolds() {
  for (LockRelId& id : held_) UnlockRelationIdForSession(&id, RowExclusiveLock);
}

void TableHolds::add(const char* schema, const char* table) {
  held_.reserve(held_.size() + 1);
  const LockRelId id = call_backend([&]() {
    RangeVar* name = makeRangeVar(pstrdup(schema), pstrdup(table), -1);
    LockRelId found{RangeVarGetRelid(name, RowExclusiveLock, false), MyDatabaseId};
    LockRelationIdForSession(&found, RowExclusiveLock);
    return found;
  });
  held_.push_back(id);
}

}  // namespace paliad::postgres
