#include "backend/postgres/table_lock.hpp"

#include "backend/postgres/compat.hpp"

namespace paliad::postgres {

namespace {

constexpr int most_holders = 8;

struct Holders {
  int processes[most_holders];
  int count;
};

// The processes whose locks conflict with `mode`. This may be called after the error of a
// lock_timeout: by then the server has undone the wait, and holds no internal lock.
Holders holders_of(Oid relation, LOCKMODE mode) {
  return call_backend([&]() {
    LOCKTAG tag;
    SET_LOCKTAG_RELATION(tag, IsSharedRelation(relation) ? InvalidOid : MyDatabaseId, relation);
    Holders holders{};
    int count = 0;
    const VirtualTransactionId* const conflicts = GetLockConflicts(&tag, mode, &count);
    for (int i = 0; i < count && holders.count < most_holders; ++i)
      if (const int process = compat_process_of(conflicts[i]); process != 0)
        holders.processes[holders.count++] = process;
    return holders;
  });
}

std::string list_of(const Holders& holders) {
  std::string list;
  for (int i = 0; i < holders.count; ++i)
    list += (i == 0 ? "" : ", ") + std::to_string(holders.processes[i]);
  return list;
}

Error not_in_time(const std::string& name, const Holders& holders) {
  const std::string list = list_of(holders);
  return {sqlstate::lock_not_available, "canceling statement due to lock timeout",
          list.empty()
              ? "Whichever session held a lock on table " + name + " has released it meanwhile."
              : "A lock on table " + name + " is held, or waited for, by process " + list + ".",
          list.empty() ? "Try again."
                       : "SELECT * FROM pg_stat_activity WHERE pid IN (" + list +
                             "); wait until they have ended, or raise paliad_backup.lock_timeout."};
}

}  // namespace

void lock_table(Oid relation, LOCKMODE mode, const std::string& name) {
  try {
    call_backend([&]() { LockRelationOid(relation, mode); });
  } catch (const Error& error) {
    if (error.state() != sqlstate::lock_not_available) throw;
    throw not_in_time(name, holders_of(relation, mode));
  }
}

}  // namespace paliad::postgres
