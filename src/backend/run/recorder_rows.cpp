#include "backend/run/recorder_rows.hpp"

#include "backend/access/own_objects.hpp"
#include "backend/access/roles.hpp"
#include "backend/artifacts/removal.hpp"
#include "backend/catalog/app_links.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/postgres/encoding.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/table_lock.hpp"
#include "backend/postgres/timestamp_sql.hpp"
#include "backend/postgres/transaction.hpp"
#include "core/base/fault_injection.hpp"
#include "core/codes/codes.hpp"
#include "core/store/artifact_name.hpp"

#include <algorithm>

namespace paliad::run {

namespace {

using postgres::execute;
using postgres::Row;
using postgres::Text;

Text insert_audit(const messages::RunRequest& request) {
  return catalog::insert_audit_entry("backup_created", request.requester,
                                     policy::Metadata()
                                         .text("backup_id", request.id)
                                         .text("kind", request.kind)
                                         .text("status", "running"));
}

void patch_audit(const Text& audit_id, const std::string& patch) {
  if (!audit_id) return;
  const std::string problem = catalog::try_audit([&] {
    catalog::audit_write("UPDATE paliad.system_audit_log SET metadata = metadata || $2::jsonb"
                         " WHERE id = $1::uuid",
                         {audit_id, patch});
  });
  if (!problem.empty()) postgres::log_warning("the audit log could not be completed: " + problem);
}

// Returns nothing where the row isn't running.
std::optional<EntryPatch> fail_row(const std::string& id, const messages::Failure& why) {
  catalog::set_audit_reason(id);
  const auto rows = catalog::catalog_write(
      "UPDATE paliad.backups SET status = 'failed', error = $2, error_state = $3,"
      "       error_code = nullif($4, ''), error_arguments = $5::jsonb,"
      "       finished_at = clock_timestamp()"
      " WHERE id = $1::uuid AND status = 'running'"
      " RETURNING audit_id, jsonb_build_object('status', 'failed', 'error', error)::text",
      {id, postgres::representable_utf8(why.text), why.state, why.code,
       postgres::representable_utf8(why.arguments)});
  if (rows.empty()) return std::nullopt;
  catalog::announce(id, "failed");
  return EntryPatch{rows[0][0], *rows[0][1]};
}

void complete_old_entry(const Text& audit_id) {
  const auto rows = catalog::catalog_query(
      "SELECT jsonb_strip_nulls(jsonb_build_object('status', status, 'error', error,"
      "         'size_bytes', size_bytes, 'sha256', sha256, 'storage_uri', storage_uri))"
      "  FROM ONLY paliad.backups WHERE audit_id = $1::uuid",
      {audit_id});
  if (rows.empty()) return;
  catalog::audit_write("UPDATE paliad.system_audit_log SET metadata = metadata || $2::jsonb"
                       " WHERE id = $1::uuid",
                       {audit_id, rows[0][0]});
}

// Completes up to 100 entries whose backup ended while the audit log could not be written; the next
// run completes the rest.
void complete_audit() {
  const auto ended = catalog::catalog_query("SELECT coalesce(array_agg(audit_id), '{}')"
                                            "  FROM ONLY paliad.backups"
                                            " WHERE status <> 'running' AND audit_id IS NOT NULL");
  const std::string problem = catalog::try_audit([&] {
    for (const Row& entry : catalog::audit_write(
             "SELECT ended.id FROM unnest($1::uuid[]) AS ended (id)"
             " WHERE EXISTS (SELECT FROM paliad.system_audit_log a WHERE a.id = ended.id"
             "                  AND a.metadata ->> 'status' = 'running') LIMIT 100",
             {ended[0][0]}))
      complete_old_entry(entry[0]);
  });
  if (!problem.empty()) postgres::log_warning("the audit log could not be completed: " + problem);
}

std::vector<Row> running_rows() {
  return catalog::catalog_query(
      "SELECT id, started_at"
      "  FROM ONLY paliad.backups WHERE status = 'running' ORDER BY started_at");
}

// $1: the first eight digits of the ids (store::id_start_of()).
const std::string rows_of_key_query = "SELECT status, id, installation, " +
                                      std::string(catalog::started_seconds) +
                                      "  FROM ONLY paliad.backups"
                                      " WHERE left(id::text, 8) = $1";

struct RowOfKey {
  std::string status;
  std::string id;
  Text installation;
  Text started_seconds;
};

RowOfKey row_of_key(const Row& row) { return {*row[0], *row[1], row[2], row[3]}; }

// The row that an artifact's key belongs to; `known` where this installation made it.
struct KeyOwner {
  bool known = false;
  std::string status;
};

KeyOwner owner_of_key(const std::string& key) {
  const std::vector<std::string> own = catalog::own_installations();
  for (const Row& columns : catalog::catalog_query(rows_of_key_query, {store::id_start_of(key)})) {
    const RowOfKey row = row_of_key(columns);
    if (catalog::key_of_row(row.started_seconds, row.id) != key) continue;
    const bool known =
        row.installation && std::find(own.begin(), own.end(), *row.installation) != own.end();
    return {known, row.status};
  }
  return {};
}

// A published draft is recorded in some catalog: where this installation has no row for it, it may
// be another installation's, and stays.
void clear_draft(store::ArtifactStore& store, const store::AbandonedDraft& draft) {
  const KeyOwner owner = owner_of_key(draft.key);
  if (owner.known && owner.status == "done")
    store.confirm(draft.key);
  else if (owner.known || !draft.published)
    store.discard(draft.key);
}

}  // namespace

Error already_running() {
  postgres::Transaction transaction;
  const auto rows = running_rows();
  const std::string detail =
      rows.empty() ? std::string()
                   : "Backup " + *rows[0][0] + " has been running since " + *rows[0][1] + ".";
  return {sqlstate::object_in_use, codes::coded("already_running"), detail,
          "Wait until it has ended; paliad.backups shows its state."};
}

std::string try_link_catalog() {
  try {
    postgres::Transaction transaction;
    catalog::link_catalog();
    transaction.commit();
    return {};
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    postgres::log_warning(std::string("paliad.backups could not be linked to the app's tables: ") +
                          error.what());
    return error.what();
  }
}

std::string claim_this_installation() {
  postgres::Transaction transaction;
  access::require_roles();
  std::string id = catalog::claim_installation();
  transaction.commit();
  return id;
}

void settle_dead_runs(store::ArtifactStore& store) {
  postgres::Transaction transaction;
  postgres::lock_table(access::own_table("backups"), AccessShareLock, "paliad.backups");
  for (const Row& row : running_rows()) {
    (void)fail_row(*row[0], messages::failure_of(
                                Error(sqlstate::crash_shutdown, codes::coded("processes_ended"))));
    postgres::log_info("backup " + *row[0] + " was left running by a crash: now failed");
  }
  artifacts::finish_removals(store);
  // Only drafts that no process holds: in a copy of a database, a row may belong to a backup that
  // is still running in the original.
  for (const store::AbandonedDraft& draft : store.abandoned()) clear_draft(store, draft);
  complete_audit();
  transaction.commit();
}

std::string record_running(const messages::RunRequest& request, const std::string& installation,
                           postgres::SessionTableLocks& holds) {
  postgres::Transaction transaction;
  catalog::set_audit_reason(request.id);
  Text audit_id;
  std::string problem = catalog::try_audit([&] { audit_id = insert_audit(request); });
  fault_point("audit");
  postgres::lock_table(access::own_table("backups"), RowExclusiveLock, "paliad.backups");
  // Locked here because the foreign key locks it anyway, for NULL too, but its error would not say
  // which table it waited for.
  postgres::lock_table(catalog::audit_table(), RowShareLock, "paliad.system_audit_log");
  catalog::catalog_write(
      "INSERT INTO paliad.backups"
      " (id, kind, status, requested_by, requested_by_email, audit_id, started_at,"
      "  scheduled_for, installation)"
      " VALUES ($1::uuid, $2, 'running', $3::uuid, $4, $5::uuid,"
      "         " +
          postgres::timestamp_of_sql("$6") + ", $7::timestamptz, $8::uuid)",
      {request.id, request.kind, request.requester.user, request.requester.email,
       problem.empty() ? audit_id : std::nullopt, std::to_string(request.started_at),
       request.scheduled_for, installation});
  holds.add(access::own_table("backups"));
  if (problem.empty()) holds.add(catalog::audit_table());
  catalog::announce(request.id, "running");
  fault_point("running");
  transaction.commit();
  return problem;
}

EntryPatch record_done(const std::string& id, const messages::RunOutcome& outcome,
                       const std::function<bool()>& still_wanted) {
  postgres::Transaction transaction;
  catalog::set_audit_reason(id);
  const auto rows = catalog::catalog_write(
      "UPDATE paliad.backups SET status = 'done', storage_uri = $2, size_bytes = $3::bigint,"
      "       sha256 = $4, row_counts = $5::jsonb, sheet_count = $6::int, warnings = $7::jsonb,"
      "       finished_at = clock_timestamp()"
      " WHERE id = $1::uuid AND status = 'running'"
      " RETURNING audit_id, jsonb_build_object('status', 'done', 'size_bytes', size_bytes,"
      "           'sha256', sha256, 'storage_uri', storage_uri)::text",
      {id, outcome.uri, std::to_string(outcome.bytes), outcome.sha256, outcome.row_counts,
       std::to_string(outcome.sheet_count), outcome.warnings});
  if (rows.empty())
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "the catalog's row of this backup is gone or no longer running");
  catalog::announce(id, "done");
  fault_point("outcome");
  if (!still_wanted()) throw Error(sqlstate::query_canceled, codes::coded("backup_canceled"));
  transaction.commit();
  return {rows[0][0], *rows[0][1]};
}

FailedRow record_failed(const std::string& id, const messages::Failure& why,
                        const std::function<void()>& discard) {
  postgres::Transaction transaction;
  const auto rows = catalog::catalog_write(
      "SELECT status FROM ONLY paliad.backups WHERE id = $1::uuid FOR UPDATE", {id});
  if (!rows.empty() && rows[0][0] == "done") return {true, std::nullopt};
  discard();
  FailedRow failed{false, fail_row(id, why)};
  transaction.commit();
  return failed;
}

void complete_entry(const std::string& id, const EntryPatch& patch) {
  fault_point("entry");
  postgres::Transaction transaction;
  catalog::set_audit_reason(id);
  patch_audit(patch.audit_id, patch.metadata);
  transaction.commit();
}

}  // namespace paliad::run
