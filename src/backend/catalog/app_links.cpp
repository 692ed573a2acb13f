#include "backend/catalog/app_links.hpp"

#include "backend/access/own_objects.hpp"
#include "backend/access/roles.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/transaction.hpp"
#include "core/base/error.hpp"

#include <optional>

namespace paliad::catalog {

namespace {

using postgres::query;
using postgres::Row;

// One of the app's objects: a table or a schema.
struct AppObject {
  Oid id = InvalidOid;
  Oid owner = InvalidOid;
  std::string name;  // qualified and quoted
};

// The object of a row (oid, owner, name); nothing where there is no row.
std::optional<AppObject> object_of(const std::vector<Row>& rows) {
  if (rows.empty()) return std::nullopt;
  return AppObject{postgres::oid_of(rows[0][0]), postgres::oid_of(rows[0][1]), *rows[0][2]};
}

std::optional<AppObject> find_table(const std::string& name) {
  return object_of(query("SELECT c.oid, c.relowner, format('%I.%I', n.nspname, c.relname)"
                         "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                         " WHERE n.nspname = 'paliad' AND c.relname = $1"
                         "   AND c.relkind IN ('r', 'p')",
                         {name}));
}

std::optional<AppObject> find_schema(const std::string& name) {
  return object_of(query("SELECT oid, nspowner, quote_ident(nspname) FROM pg_namespace"
                         " WHERE nspname = $1",
                         {name}));
}

void run_as(Oid role, const std::string& command) {
  const postgres::RoleScope acting(role);
  postgres::run_command(command);
}

// Grants as the object's owner, so that a foreign object of that name gives away only its owner's
// rights.
void grant(const AppObject& object, const std::string& rights, const std::string& on,
           const std::string& role) {
  run_as(object.owner, "GRANT " + rights + " ON " + on + " " + object.name + " TO " + role);
}

bool may(const char* test, const std::string& role, const AppObject& object,
         const std::string& right) {
  return query(std::string("SELECT ") + test + "($1::name, $2::oid, $3)",
               {role, std::to_string(object.id), right})[0][0] == "t";
}

void allow_schema(const char* name, const std::vector<std::string>& roles) {
  const auto schema = find_schema(name);
  if (!schema) return;
  for (const std::string& role : roles)
    if (!may("has_schema_privilege", role, *schema, "USAGE"))
      grant(*schema, "USAGE", "SCHEMA", role);
}

void allow_table(const AppObject& table, const std::string& role,
                 const std::vector<std::string>& rights) {
  for (const std::string& right : rights)
    if (!may("has_table_privilege", role, table, right)) grant(table, right, "TABLE", role);
}

// The auditor doesn't bypass row-level security, because a column default of the audit log runs as
// it and may query other tables. So it needs a policy on the audit log.
void add_audit_policy(const AppObject& log) {
  if (query("SELECT FROM pg_class c WHERE c.oid = $1::oid AND c.relrowsecurity"
            "   AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid"
            "                      AND p.polname = 'paliad_backup_audit')",
            {std::to_string(log.id)})
          .empty())
    return;
  run_as(log.owner, "CREATE POLICY paliad_backup_audit ON " + log.name +
                        " TO paliad_backup_auditor USING (true) WITH CHECK (true)");
}

// A column of the extension's own table as it was made, and the app's table that it refers to.
struct Link {
  const char* column;
  const char* table;
};
constexpr Link links[] = {{"requested_by", "users"}, {"audit_id", "system_audit_log"}};

std::string constraint_name(const Link& link) {
  return "backups_" + std::string(link.column) + "_fkey";
}

// The column's foreign key: the relation that it refers to, and its name; no row where there is
// none.
std::vector<Row> key_of(Oid backups, const Link& link) {
  return query("SELECT k.confrelid, quote_ident(k.conname) FROM pg_constraint k JOIN pg_attribute a"
               "    ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]"
               " WHERE k.conrelid = $1::oid AND k.contype = 'f' AND k.conparentid = 0"
               "   AND a.attname = $2",
               {std::to_string(backups), std::string(link.column)});
}

// The current name of the extension's table: paliad.backups may be another table.
std::string name_of(Oid table) {
  return *query("SELECT $1::oid::regclass", {std::to_string(table)})[0][0];
}

// A foreign key between columns of different types would call casts that others wrote.
bool has_uuid_key(const AppObject& table) {
  return !query("SELECT FROM pg_attribute WHERE attrelid = $1::oid AND attname = 'id'"
                "   AND atttypid = 'uuid'::regtype AND NOT attisdropped",
                {std::to_string(table.id)})
              .empty();
}

// Adds the foreign key. Where rows refer to rows that are missing (a dump may leave them out), it
// is added as NOT VALID.
void add_key(const std::string& backups, const Link& link, const AppObject& target) {
  const std::string command = "ALTER TABLE " + backups + " ADD CONSTRAINT " +
                              constraint_name(link) + " FOREIGN KEY (" + link.column +
                              ") REFERENCES " + target.name + " (id) ON DELETE SET NULL";
  try {
    postgres::Subtransaction scope;
    run_as(access::owner(), command);
    scope.release();
  } catch (const Error& error) {
    if (error.state() != sqlstate::foreign_key_violation) throw;
    run_as(access::owner(), command + " NOT VALID");
  }
}

void link_column(Oid backups, const Link& link) {
  const auto target = find_table(link.table);
  if (!target || !has_uuid_key(*target)) return;
  const auto key = key_of(backups, link);
  if (!key.empty() && key[0][0] == std::to_string(target->id)) return;
  allow_table(*target, "paliad_backup_owner", {"REFERENCES"});
  const std::string name = name_of(backups);
  // The app has made its table anew, and the key refers to the old one.
  if (!key.empty())
    run_as(access::owner(), "ALTER TABLE " + name + " DROP CONSTRAINT " + key[0][1].value());
  add_key(name, link, *target);
}

// The oid of the table of users that the admins' policy reads; nothing where there is no policy.
postgres::Text users_of_policy(Oid backups) {
  const auto rows =
      query("SELECT coalesce((SELECT d.refobjid FROM pg_depend d"
            "                  WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid"
            "                    AND d.refclassid = 'pg_class'::regclass"
            "                    AND d.refobjid <> p.polrelid LIMIT 1), 0)"
            "  FROM pg_policy p WHERE p.polrelid = $1::oid AND p.polname = 'backups_select_admin'",
            {std::to_string(backups)});
  return rows.empty() ? std::nullopt : rows[0][0];
}

// Grants the columns that the policy and the page read; the column email may be missing.
void allow_app_users(const AppObject& users) {
  const auto columns = query("SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)"
                             "  FROM pg_attribute WHERE attrelid = $1::oid AND NOT attisdropped"
                             "   AND attname IN ('id', 'email', 'global_role')",
                             {std::to_string(users.id)});
  grant(users, "SELECT (" + columns[0][0].value() + ")", "TABLE", "paliad_backup_app");
}

void add_policy(Oid backups) {
  const auto users = find_table("users");
  if (!users) return;
  const auto asked = users_of_policy(backups);
  if (asked == std::to_string(users->id)) return;
  if (query("SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'auth' AND p.proname = 'uid' AND p.pronargs = 0")
          .empty())
    return;
  // The app has made its table of users anew, and the policy reads the old one.
  if (asked) run_as(access::owner(), "DROP POLICY backups_select_admin ON " + name_of(backups));
  run_as(access::owner(), "CREATE POLICY backups_select_admin ON " + name_of(backups) +
                              " FOR SELECT USING (EXISTS (SELECT 1 FROM paliad.users u"
                              " WHERE u.id = auth.uid() AND u.global_role = 'global_admin'))");
  // Granted only when the policy is made: rights that somebody revokes later stay revoked.
  allow_schema("auth", {"paliad_backup_app"});
  allow_app_users(*users);
}

}  // namespace

void link_catalog() {
  const postgres::PinnedSettingsScope settings;
  const Oid backups = access::own_table("backups");
  allow_schema("paliad", {"paliad_backup_writer", "paliad_backup_auditor", "paliad_backup_owner"});
  allow_schema("auth", {"paliad_backup_owner"});
  if (const auto log = find_table("system_audit_log")) {
    allow_table(*log, "paliad_backup_auditor", {"SELECT", "INSERT", "UPDATE"});
    add_audit_policy(*log);
  }
  for (const Link& link : links) link_column(backups, link);
  add_policy(backups);
}

}  // namespace paliad::catalog
