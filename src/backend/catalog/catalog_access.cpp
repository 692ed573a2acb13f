#include "backend/catalog/catalog_access.hpp"

#include "backend/access/own_objects.hpp"
#include "backend/access/roles.hpp"
#include "backend/postgres/deadline.hpp"
#include "backend/postgres/read_only.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/session_locks.hpp"
#include "backend/postgres/table_lock.hpp"
#include "backend/postgres/worker.hpp"

namespace paliad::catalog {

namespace {

using postgres::Row;
using postgres::Text;

postgres::Named audit_log() {
  postgres::Named named;
  named.relations.push_back(audit_table());
  named.foreign_types = true;
  return named;
}

// In a session: makes the deferred constraints and constraint triggers of the audit log immediate,
// because the server can't defer them in a security-restricted operation. The caller's other
// constraints stay as they are, except those of the same name in the same schema.
class ImmediateScope {
public:
  ImmediateScope() : names_(deferred_names()) { set("IMMEDIATE"); }
  // Not a destructor: after an error the subtransaction's rollback puts it back.
  void end() const { set("DEFERRED"); }

private:
  static std::string deferred_names() {
    const auto rows = postgres::query(
        "SELECT string_agg(DISTINCT format('%I.%I', n.nspname, k.conname), ', ')"
        "  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace"
        " WHERE k.condeferrable AND k.conrelid IN"
        "       (SELECT $1::oid UNION SELECT relid FROM pg_partition_tree($1::oid::regclass))",
        {std::to_string(audit_log().relations[0])});
    return rows[0][0].value_or("");
  }

  void set(const char* when) const {
    if (names_.empty()) return;
    const postgres::RoleScope acting(access::auditor());
    postgres::run_command("SET CONSTRAINTS " + names_ + " " + when);
  }

  const std::string names_;
};

}  // namespace

Oid audit_table() {
  const auto rows =
      postgres::query("SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                      " WHERE n.nspname = 'paliad' AND c.relname = 'system_audit_log'"
                      "   AND c.relkind IN ('r', 'p')");
  if (rows.empty())
    throw Error(sqlstate::undefined_table, "there is no table paliad.system_audit_log", {},
                "It is the app's; give it its name back.");
  return postgres::oid_of(rows[0][0]);
}

std::vector<Row> catalog_query(const std::string& statement, const std::vector<Text>& parameters) {
  const postgres::Named named = access::own_tables();
  const postgres::ReadOnlyScope read_only;
  const postgres::PinnedSettingsScope settings;
  const postgres::LatestSnapshotScope latest;
  const postgres::RoleScope acting(access::reader());
  return postgres::query(statement, parameters, named);
}

std::vector<Row> catalog_write(const std::string& statement, const std::vector<Text>& parameters) {
  const postgres::Named named = access::own_tables();
  const postgres::PinnedSettingsScope settings;
  const postgres::RoleScope acting(access::writer());
  return postgres::execute(statement, parameters, named);
}

std::vector<Row> audit_write(const std::string& statement, const std::vector<Text>& parameters) {
  const postgres::Named named = audit_log();
  const postgres::PinnedSettingsScope settings;
  const postgres::RoleScope acting(access::auditor());
  postgres::lock_table(named.relations[0], RowExclusiveLock, "paliad.system_audit_log");
  const postgres::SessionLocksScope locks;
  return postgres::execute(statement, parameters, named);
}

void set_audit_reason(const std::string& id) {
  postgres::execute("SELECT set_config('paliad.audit_reason', $1, true)",
                    {"paliad_backup: backup " + id});
}

void announce(const std::string& id, const char* status) {
  // With a full queue, which a slow listener can cause, the commit would fail.
  postgres::execute(
      "SELECT pg_notify('paliad_backup', json_build_object('id', $1, 'status', $2)::text)"
      " WHERE pg_notification_queue_usage() < 0.9",
      {id, std::string(status)});
}

void record_check(const std::string& id, const std::string& check, bool ok) {
  if (XactReadOnly || RecoveryInProgress()) {
    postgres::notice("the result is not kept in paliad.backups: this transaction can't write");
    return;
  }
  postgres::SettingsScope settings;
  settings.set("paliad.audit_reason", ("paliad_backup: backup " + id + " " + check).c_str());
  (void)catalog_write("UPDATE paliad.backups SET " + check + "_at = clock_timestamp(), " + check +
                          "_ok = $2::boolean WHERE id = $1::uuid",
                      {id, std::string(ok ? "t" : "f")});
}

std::string try_audit(const std::function<void()>& attempt) {
  // Longer than lock_timeout, because the error of a lock timeout says more than this deadline's.
  constexpr int more_milliseconds = 2'000;
  const int timeout =
      postgres::shutdown_requested() ? 1 : postgres::setting_milliseconds("lock_timeout");
  const postgres::Deadline deadline(timeout > 0 ? timeout + more_milliseconds : 0);
  try {
    postgres::Subtransaction scope;
    // Otherwise a deferred trigger would run at commit, outside of this subtransaction.
    postgres::run_command("SET CONSTRAINTS ALL IMMEDIATE");
    attempt();
    scope.release();
    return {};
  } catch (const Error& error) {
    // A cancel of this worker is treated like a refusal of the audit log.
    if (error.state() != sqlstate::query_canceled || !deadline.passed()) return error.what();
    return "it did not answer in time (paliad_backup.lock_timeout)";
  }
}

Text insert_audit_entry(const std::string& event, const model::Requester& actor,
                        const policy::Metadata& metadata) {
  const auto rows = audit_write(
      "INSERT INTO paliad.system_audit_log (event_type, actor_id, actor_email, metadata)"
      " VALUES ($1, $2::uuid, $3, $4::jsonb) RETURNING id",
      {event, actor.user, actor.email, metadata.json()});
  if (rows.empty()) return std::nullopt;
  // The catalog's row will refer to the entry, but a trigger may have removed it again.
  if (audit_write("SELECT FROM paliad.system_audit_log WHERE id = $1::uuid", {rows[0][0]}).empty())
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "paliad.system_audit_log has lost the entry that it was given");
  return rows[0][0];
}

Text note_in_audit_log(const std::string& event, const model::Requester& actor,
                       const policy::Metadata& metadata) {
  try {
    postgres::Subtransaction scope;
    const ImmediateScope immediate;
    Text id = insert_audit_entry(event, actor, metadata);
    immediate.end();
    scope.release();
    return id;
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    postgres::warn("the audit log did not accept the entry " + event, error.what());
    return std::nullopt;
  }
}

void audit(const std::string& event, const std::string& id, const model::Requester& actor,
           const std::string& detail) {
  const std::string problem = try_audit([&] {
    audit_write("INSERT INTO paliad.system_audit_log (event_type, actor_id, actor_email, metadata)"
                " VALUES ($1, $2::uuid, $3, jsonb_build_object('backup_id', $4) || $5::jsonb)",
                {event, actor.user, actor.email, id, detail});
  });
  if (!problem.empty())
    postgres::log_warning("the audit log did not accept " + event + " of backup " + id + ": " +
                          problem);
}

void prepare_worker_session(int lock_timeout) {
  postgres::Transaction transaction;
  // Before the first statement, because the database's owner may have set another search_path for
  // it.
  postgres::pin_search_path();
  postgres::execute(
      "SELECT set_config(name, value, false) FROM (VALUES"
      " ('search_path', 'pg_catalog, pg_temp'), ('row_security', 'off'),"
      " ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),"
      " ('default_transaction_read_only', 'off'),"
      " ('default_transaction_isolation', 'read committed'), ('lock_timeout', $1),"
      // `done` must survive a crash of the server, but must not wait for a standby that is down.
      " ('synchronous_commit', 'local'),"
      " ('application_name', $2)) AS pinned (name, value)",
      {std::to_string(lock_timeout), MyBgworkerEntry->bgw_name});
  // Servers before 17 don't have it.
  postgres::execute("SELECT set_config(name, '0', false) FROM pg_settings"
                    " WHERE name = 'transaction_timeout'");
  transaction.commit();
}

}  // namespace paliad::catalog
