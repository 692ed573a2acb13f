#include "backend/schedule/directory_claim.hpp"

#include "backend/postgres/statement.hpp"
#include "backend/postgres/transaction.hpp"
#include "core/store/slot_claims.hpp"

#include <unistd.h>

namespace paliad::schedule {

namespace {

// The slot as text of the form 20261124T030000Z.
std::string compact(Instant slot) {
  std::string text;
  for (const char c : to_text(slot))
    if (c != '-' && c != ':') text += c;
  return text;
}

std::string host_name() {
  char name[256] = "";
  (void)::gethostname(name, sizeof name - 1);
  return name;
}

}  // namespace

bool claim_in_directory(const store::LocalDiskStore& store, Instant slot) {
  postgres::Transaction transaction;
  const auto row = postgres::query("SELECT system_identifier || '/' || current_database(),"
                                   "       left(pg_walfile_name(pg_current_wal_lsn()), 8)"
                                   "  FROM pg_control_system()")[0];
  transaction.commit();
  const std::string owner = "timeline " + *row[1] + " of " + DataDir + " on " + host_name();
  return store.claim_slot({store::short_digest(*row[0]), compact(slot)}, owner,
                          compact(slot - 40 * day));
}

}  // namespace paliad::schedule
