#include "backup/roles.hpp"

#include "postgres/scopes.hpp"
#include "postgres/spi.hpp"

namespace paliad::backup {

namespace {

struct Expected {
  const char* name;
  const char* memberships;  // comma-separated
  const char* bypasses;     // row-level security: t or f
  const char* remedy;
};

constexpr Expected reader_as_made{
    "paliad_backup_reader", "pg_read_all_data", "t",
    "ALTER ROLE paliad_backup_reader NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION "
    "BYPASSRLS INHERIT; GRANT pg_read_all_data TO paliad_backup_reader; and REVOKE what else it "
    "was "
    "granted."};

constexpr Expected writer_as_made{
    "paliad_backup_writer", "", "t",
    "ALTER ROLE paliad_backup_writer NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION "
    "BYPASSRLS INHERIT; and REVOKE every role it was granted."};

constexpr Expected restorer_as_made{
    "paliad_backup_restorer", "", "f",
    "ALTER ROLE paliad_backup_restorer NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION "
    "NOBYPASSRLS INHERIT; and REVOKE every role it was granted."};

// A role that has been given more would lend it to every type, index and trigger it meets.
Oid require_as_made(const Expected& expected) {
  const Oid role = postgres::role_oid(expected.name);
  const auto rows = postgres::query(
      "SELECT NOT (r.rolsuper OR r.rolcanlogin OR r.rolcreaterole OR r.rolcreatedb"
      "            OR r.rolreplication) AND r.rolinherit"
      "   AND r.rolbypassrls OPERATOR(pg_catalog.=) $3::pg_catalog.bool"
      "   AND $2 OPERATOR(pg_catalog.=) coalesce("
      "       (SELECT pg_catalog.string_agg(DISTINCT g.rolname::pg_catalog.text, ',')"
      "          FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g"
      "            ON g.oid OPERATOR(pg_catalog.=) m.roleid"
      "         WHERE m.member OPERATOR(pg_catalog.=) r.oid), '')"
      "  FROM pg_catalog.pg_roles r WHERE r.oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid",
      {std::to_string(role), std::string(expected.memberships), std::string(expected.bypasses)});
  if (rows.empty() || rows[0][0] != "t")
    throw Error(sqlstate::object_not_in_prerequisite_state,
                std::string("role \"") + expected.name + "\" is not as backups need it",
                "It has been given more than CREATE EXTENSION gave it, or less.", expected.remedy);
  return role;
}

}  // namespace

Oid reader() { return require_as_made(reader_as_made); }
Oid writer() { return require_as_made(writer_as_made); }
Oid restorer() { return require_as_made(restorer_as_made); }

}  // namespace paliad::backup
