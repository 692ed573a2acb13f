#include "backup/catalog_rows.hpp"

#include "backup/catalog_writing.hpp"
#include "backup/removal.hpp"
#include "base/fault.hpp"
#include "postgres/report.hpp"
#include "postgres/scopes.hpp"
#include "postgres/transaction.hpp"

namespace paliad::backup {

namespace {

using postgres::execute;
using postgres::Row;
using postgres::Text;

Text insert_audit(const Message& begin) {
  const auto rows =
      write("INSERT INTO paliad.system_audit_log (event_type, actor_id, actor_email, metadata)"
            " VALUES ('backup_created', $1::uuid, $2,"
            "         jsonb_build_object('backup_id', $3, 'kind', $4, 'status', 'running'))"
            " RETURNING id",
            {begin.find("requested_by"), begin.get("requested_by_email"), begin.get("id"),
             begin.get("kind")});
  return rows.empty() ? std::nullopt : rows[0][0];
}

void patch_audit(const Text& audit_id, const std::string& patch) {
  if (!audit_id) return;
  const std::string problem = try_audit([&] {
    write("UPDATE paliad.system_audit_log SET metadata = metadata || $2::jsonb"
          " WHERE id = $1::uuid",
          {audit_id, patch});
  });
  if (!problem.empty()) postgres::log_warning("the audit log could not be completed: " + problem);
}

void fail_row(const std::string& id, const std::string& why) {
  set_audit_reason(id);
  const auto rows = write(
      "UPDATE paliad.backups SET status = 'failed', error = $2, finished_at = clock_timestamp()"
      " WHERE id = $1::uuid AND status = 'running'"
      " RETURNING audit_id, jsonb_build_object('status', 'failed', 'error', error)::text",
      {id, why});
  if (rows.empty()) return;
  patch_audit(rows[0][0], *rows[0][1]);
  announce(id, "failed");
}

// Entries whose backup ended when the audit log could not be written.
void complete_audit() {
  const std::string problem = try_audit([] {
    write("UPDATE paliad.system_audit_log a SET metadata = a.metadata ||"
          "       jsonb_strip_nulls(jsonb_build_object('status', b.status, 'error', b.error,"
          "         'size_bytes', b.size_bytes, 'sha256', b.sha256, 'storage_uri', b.storage_uri))"
          "  FROM ONLY paliad.backups b"
          " WHERE a.id = b.audit_id AND a.metadata ->> 'status' = 'running'"
          "   AND b.status <> 'running'");
  });
  if (!problem.empty()) postgres::log_warning("the audit log could not be completed: " + problem);
}

std::vector<Row> running_rows() {
  return write("SELECT id, started_at"
               "  FROM ONLY paliad.backups WHERE status = 'running' ORDER BY started_at");
}

// The state of the backup that an artifact's key belongs to; nothing where this catalog has none.
Text status_of_key(const std::string& key) {
  const auto rows =
      write("SELECT status FROM ONLY paliad.backups"
            " WHERE 'paliad-backup-'"
            "       || to_char(started_at AT TIME ZONE 'UTC', 'YYYYMMDD\"T\"HH24MISS\"Z\"')"
            "       || '-' || left(id::text, 8) || '.zip' = $1",
            {key});
  return rows.empty() ? std::nullopt : rows[0][0];
}

// A draft that was published belongs to a catalog: without a row here it may be another database's.
void clear_draft(store::ArtifactStore& store, const store::AbandonedDraft& draft) {
  const Text status = status_of_key(draft.key);
  if (status == "done")
    store.confirm(draft.key);
  else if (status || !draft.published)
    store.discard(draft.key);
}

}  // namespace

void prepare_recording(const std::string& lock_timeout) {
  postgres::Transaction transaction;
  // Before the first statement: a database's owner may have set another search_path for it.
  postgres::pin_search_path();
  execute("SELECT set_config(name, value, false) FROM (VALUES"
          " ('search_path', 'pg_catalog, pg_temp'), ('row_security', 'off'),"
          " ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),"
          " ('default_transaction_read_only', 'off'),"
          " ('default_transaction_isolation', 'read committed'), ('lock_timeout', $1),"
          // `done` must survive a crash of the server, but not wait for a standby that is away.
          " ('synchronous_commit', 'local'),"
          " ('application_name', 'paliad_backup recorder')) AS pinned (name, value)",
          {lock_timeout});
  // Servers before 17 don't have it.
  execute(
      "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'");
  transaction.commit();
}

Error already_running() {
  postgres::Transaction transaction;
  const auto rows = running_rows();
  const std::string detail =
      rows.empty() ? std::string()
                   : "Backup " + *rows[0][0] + " has been running since " + *rows[0][1] + ".";
  return {sqlstate::object_in_use, "a backup of this database is already running", detail,
          "Wait until it has ended; paliad.backups shows its state."};
}

void link_catalog() {
  postgres::Transaction transaction;
  // By its oid: a name could be made to mean another function meanwhile.
  const auto rows = execute("SELECT p.oid FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid"
                            "  JOIN pg_extension e ON e.oid = d.refobjid"
                            " WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e'"
                            "   AND d.refclassid = 'pg_extension'::regclass"
                            "   AND e.extname = 'paliad_backup'"
                            "   AND p.proname = 'paliad_backup_link_catalog'");
  if (rows.empty())
    throw Error(sqlstate::undefined_object,
                "this database does not have the extension paliad_backup", {},
                "CREATE EXTENSION paliad_backup;");
  const auto function = static_cast<Oid>(std::stoul(*rows[0][0]));
  postgres::call_backend([&]() { (void)OidFunctionCall0(function); });
  transaction.commit();
}

void settle_dead_runs(store::ArtifactStore& store) {
  postgres::Transaction transaction;
  for (const Row& row : running_rows()) {
    fail_row(*row[0], "the server or the backup's processes ended before it was done");
    postgres::log_info("backup " + *row[0] + " was left running by a crash: now failed");
  }
  finish_removals(store);
  // Only those that nobody holds: in a copy of a database, a row may be that of a living backup of
  // the original.
  for (const store::AbandonedDraft& draft : store.abandoned()) clear_draft(store, draft);
  complete_audit();
  transaction.commit();
}

std::string record_running(const Message& begin, postgres::TableHolds& holds) {
  postgres::Transaction transaction;
  set_audit_reason(begin.get("id"));
  Text audit_id;
  std::string problem = try_audit([&] { audit_id = insert_audit(begin); });
  fault_point("audit");
  write("INSERT INTO paliad.backups"
        " (id, kind, status, requested_by, requested_by_email, audit_id, started_at,"
        "  scheduled_for)"
        " VALUES ($1::uuid, $2, 'running', $3::uuid, $4, $5::uuid,"
        "         timestamptz 'epoch' + $6::bigint * interval '1 microsecond', $7::timestamptz)",
        {begin.get("id"), begin.get("kind"), begin.find("requested_by"),
         begin.get("requested_by_email"), problem.empty() ? audit_id : std::nullopt,
         begin.get("started_at"), begin.find("scheduled_for")});
  holds.add("paliad", "backups");
  if (problem.empty()) holds.add("paliad", "system_audit_log");
  announce(begin.get("id"), "running");
  fault_point("running");
  transaction.commit();
  return problem;
}

void record_done(const Message& begin, const Message& outcome,
                 const std::function<bool()>& still_wanted) {
  postgres::Transaction transaction;
  set_audit_reason(begin.get("id"));
  const auto rows = write(
      "UPDATE paliad.backups SET status = 'done', storage_uri = $2, size_bytes = $3::bigint,"
      "       sha256 = $4, row_counts = $5::jsonb, sheet_count = $6::int, warnings = $7::jsonb,"
      "       finished_at = clock_timestamp()"
      " WHERE id = $1::uuid AND status = 'running'"
      " RETURNING audit_id, jsonb_build_object('status', 'done', 'size_bytes', size_bytes,"
      "           'sha256', sha256, 'storage_uri', storage_uri)::text",
      {begin.get("id"), outcome.get("uri"), outcome.get("bytes"), outcome.get("sha256"),
       outcome.get("row_counts"), outcome.get("sheet_count"), outcome.get("warnings")});
  if (rows.empty())
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "the catalog's row of this backup is gone or no longer running");
  patch_audit(rows[0][0], *rows[0][1]);
  announce(begin.get("id"), "done");
  fault_point("outcome");
  if (!still_wanted()) throw Error(sqlstate::query_canceled, "the backup was canceled");
  transaction.commit();
}

bool record_failed(const std::string& id, const std::string& why,
                   const std::function<void()>& discard) {
  postgres::Transaction transaction;
  const auto rows =
      write("SELECT status FROM ONLY paliad.backups WHERE id = $1::uuid FOR UPDATE", {id});
  if (!rows.empty() && rows[0][0] == "done") return false;
  discard();
  fail_row(id, why);
  transaction.commit();
  return true;
}

}  // namespace paliad::backup
