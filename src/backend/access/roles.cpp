#include "backend/access/roles.hpp"

#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"
#include "core/codes/codes.hpp"

namespace paliad::access {

namespace {

struct Expected {
  const char* name;
  const char* membership;  // the role it is a member of, or ""
  bool bypasses;           // row-level security
};

std::string remedy(const Expected& expected) {
  const std::string role = expected.name;
  std::string text = "ALTER ROLE " + role +
                     " NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION " +
                     (expected.bypasses ? "BYPASSRLS" : "NOBYPASSRLS") + " INHERIT;";
  if (*expected.membership != '\0')
    text += " GRANT " + std::string(expected.membership) + " TO " + role + ";";
  return text + " REVOKE what else it was granted, and REVOKE " + role +
         " FROM whoever has it (pg_auth_members).";
}

// Throws where the role is not as it was made. A role that was given more rights would lend them to
// the code of every type, index and trigger that it uses; one that has members lends its own to
// them.
Oid require_as_made(const Expected& expected) {
  const Oid role = postgres::role_oid(expected.name);
  const auto rows = postgres::query(
      "SELECT NOT (r.rolsuper OR r.rolcanlogin OR r.rolcreaterole OR r.rolcreatedb"
      "            OR r.rolreplication) AND r.rolinherit AND r.rolbypassrls = $3::bool"
      "   AND NOT EXISTS (SELECT FROM pg_auth_members WHERE roleid = r.oid)"
      "   AND $2 = coalesce((SELECT string_agg(DISTINCT g.rolname::text, ',')"
      "                        FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
      "                       WHERE m.member = r.oid), '')"
      "  FROM pg_roles r WHERE r.oid = $1::oid",
      {std::to_string(role), std::string(expected.membership),
       std::string(expected.bypasses ? "t" : "f")});
  if (rows.empty() || rows[0][0] != "t")
    throw Error(sqlstate::object_not_in_prerequisite_state,
                codes::coded("role_changed", {{"role", expected.name}}),
                "It has been given more than CREATE EXTENSION gave it, or less, or it has been "
                "granted to somebody.",
                remedy(expected));
  return role;
}

}  // namespace

Oid reader() { return require_as_made({"paliad_backup_reader", "pg_read_all_data", true}); }
Oid writer() { return require_as_made({"paliad_backup_writer", "", true}); }
Oid auditor() { return require_as_made({"paliad_backup_auditor", "", false}); }
Oid owner() { return require_as_made({"paliad_backup_owner", "", false}); }
Oid restorer() { return require_as_made({"paliad_backup_restorer", "", false}); }

void require_roles() {
  for (Oid (*role)() : {reader, writer, auditor, owner}) (void)role();
}

}  // namespace paliad::access
