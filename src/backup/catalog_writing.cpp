#include "backup/catalog_writing.hpp"

#include "backup/roles.hpp"
#include "postgres/report.hpp"
#include "postgres/scopes.hpp"

namespace paliad::backup {

std::vector<postgres::Row> write(const std::string& statement,
                                 const std::vector<postgres::Text>& parameters) {
  const postgres::RoleScope acting(writer());
  return postgres::execute(statement, parameters);
}

void set_audit_reason(const std::string& id) {
  postgres::execute("SELECT set_config('paliad.audit_reason', $1, true)",
                    {"paliad_backup: backup " + id});
}

void announce(const std::string& id, const char* status) {
  // A queue that a listener has left to fill up would make the commit fail.
  postgres::execute(
      "SELECT pg_notify('paliad_backup', json_build_object('id', $1, 'status', $2)::text)"
      " WHERE pg_notification_queue_usage() < 0.9",
      {id, std::string(status)});
}

void keep_check(const std::string& id, const std::string& check, bool ok) {
  if (XactReadOnly || RecoveryInProgress()) {
    postgres::notice("the result is not kept in paliad.backups: this transaction can't write");
    return;
  }
  postgres::SettingsScope settings;
  settings.pin();
  settings.set("paliad.audit_reason", ("paliad_backup: backup " + id + " " + check).c_str());
  (void)write("UPDATE paliad.backups SET " + check + "_at = clock_timestamp(), " + check +
                  "_ok = $2::boolean WHERE id = $1::uuid",
              {id, std::string(ok ? "t" : "f")});
}

void audit(const std::string& event, const std::string& id, const Requester& actor,
           const std::string& detail) {
  const std::string problem = try_audit([&] {
    write("INSERT INTO paliad.system_audit_log (event_type, actor_id, actor_email, metadata)"
          " VALUES ($1, $2::uuid, $3, jsonb_build_object('backup_id', $4) || $5::jsonb)",
          {event, actor.user, actor.email, id, detail});
  });
  if (!problem.empty())
    postgres::log_warning("the audit log did not take " + event + " of backup " + id + ": " +
                          problem);
}

}  // namespace paliad::backup
