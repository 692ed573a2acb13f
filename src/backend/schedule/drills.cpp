#include "backend/schedule/drills.hpp"

#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/transaction.hpp"
#include "backend/postgres/values.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/restore/drill.hpp"
#include "backend/settings.hpp"
#include "core/base/error.hpp"

namespace paliad::schedule {

namespace {

// The id of the newest artifact, where a drill is due. It is due half a day early, because a
// nightly backup doesn't begin at exactly the same time.
postgres::Text due_backup(int days) {
  postgres::Transaction transaction;
  auto rows = catalog::catalog_query(
      "SELECT id FROM ONLY paliad.backups WHERE status = 'done' AND deleted_at IS NULL"
      "   AND installation = ANY ($2::uuid[])"
      "   AND NOT EXISTS (SELECT FROM ONLY paliad.backups"
      "        WHERE isfinite(drilled_at) AND drilled_at > clock_timestamp() - $1::int * interval "
      "'1 day' + interval '12 "
      "hours')"
      " ORDER BY started_at DESC LIMIT 1",
      {std::to_string(days), postgres::array_literal(catalog::own_installations())});
  transaction.commit();
  return rows.empty() ? postgres::Text() : rows[0][0];
}

void drill(const std::string& id) {
  postgres::report_activity("trying to restore backup " + id);
  postgres::Transaction transaction;
  for (const postgres::Row& row : restore::drill_backup(id))
    if (row[1] != "t")
      postgres::log_warning("the drill of backup " + id + " failed: " + *row[0] + ": " + *row[2]);
  transaction.commit();
  postgres::log_info("backup " + id + " was drilled");
}

}  // namespace

void drill_if_due() {
  const int days = settings::drill_days();
  if (days == 0) return;
  try {
    if (const auto id = due_backup(days)) drill(*id);
  } catch (const Error& error) {
    postgres::log_warning(std::string("the drill could not be made: ") + error.what());
  }
}

}  // namespace paliad::schedule
