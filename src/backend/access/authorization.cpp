#include "backend/access/authorization.hpp"

#include "backend/access/own_objects.hpp"
#include "backend/access/roles.hpp"
#include "backend/postgres/encoding.hpp"
#include "backend/postgres/read_only.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"
#include "backend/postgres/worker.hpp"
#include "core/codes/codes.hpp"

namespace paliad::access {

namespace {

using postgres::query;

bool may_by_role() {
  return postgres::call_backend([]() {
    const Oid role = get_role_oid(admin_role, true);
    return superuser() || (OidIsValid(role) && has_privs_of_role(GetUserId(), role));
  });
}

struct ClaimFunction {
  bool callable = false;  // by the caller
  Oid owner = InvalidOid;
  Oid id = InvalidOid;
};

// The function of a row (callable, owner, oid); nothing where there is no auth.uid().
std::optional<ClaimFunction> claim_function(const std::vector<postgres::Row>& rows) {
  if (rows.empty()) return std::nullopt;
  return ClaimFunction{postgres::is_true(rows[0][0]), postgres::oid_of(rows[0][1]),
                       postgres::oid_of(rows[0][2])};
}

// The result of auth.uid() for the caller; nothing where there is no such function or the caller
// may not call it. Then the caller is a database login without claims.
std::optional<std::string> claimed_user() {
  const auto claim = claim_function(query(
      "SELECT has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE'),"
      "       p.proowner, p.oid"
      "  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
      " WHERE n.nspname = 'auth' AND p.proname = 'uid' AND p.pronargs = 0"
      "   AND p.prokind = 'f' AND NOT p.proretset AND p.prorettype = 'uuid'::regtype"));
  if (!claim || !claim->callable) return std::nullopt;
  // Runs with the function's owner's rights, so that a role which may change the function doesn't
  // get the caller's rights; and with a pinned search_path, so that the caller doesn't get the
  // owner's.
  const postgres::PinnedSettingsScope settings;
  const postgres::RoleScope owner(claim->owner);
  return postgres::uuid_result(claim->id);
}

struct KnownUser {
  std::string email;
  bool global_admin = false;
};

struct UsersTable {
  postgres::Named named;
  const char* from;
};

// The app's table of users. Requires a table with an id of type uuid, so that rows are found by the
// server's own comparison. The other columns' text comes from the server's own code too, whatever
// their types are.
UsersTable users_table() {
  const auto rows = query("SELECT c.oid, c.relkind FROM pg_class c"
                          "  JOIN pg_namespace n ON n.oid = c.relnamespace"
                          "  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id'"
                          "  JOIN pg_type t ON t.oid = a.atttypid"
                          " WHERE n.nspname = 'paliad' AND c.relname = 'users'"
                          "   AND c.relkind IN ('r', 'p')"
                          "   AND 'uuid'::regtype IN (t.oid, t.typbasetype)");
  if (rows.empty())
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "paliad.users can't be used to recognize administrators",
                "It must be a table with a column id of type uuid.", "Find out who changed it.");
  UsersTable users;
  users.named.relations.push_back(postgres::oid_of(rows[0][0]));
  users.from = rows[0][1] == "p" ? "paliad.users" : "ONLY paliad.users";
  return users;
}

// Reads with the reader's rights, because the caller may see only a part of paliad.users, or
// nothing.
std::optional<KnownUser> find_user(const std::string& id) {
  const UsersTable users = users_table();
  const postgres::ReadOnlyScope read_only;
  const postgres::PinnedSettingsScope settings;
  const postgres::RoleScope acting(reader());
  const auto rows =
      query(std::string("SELECT email, global_role FROM ") + users.from + " WHERE id = $1::uuid",
            {id}, users.named);
  if (rows.empty()) return std::nullopt;
  return KnownUser{rows[0][0].value_or(""), rows[0][1] == "global_admin"};
}

std::string login_name() {
  return postgres::to_utf8(
      postgres::call_backend([]() { return GetUserNameFromId(GetSessionUserId(), false); }));
}

}  // namespace

model::Requester system_requester() { return {std::nullopt, "system@paliad"}; }

namespace {

// The user whom the claims name. Where the caller may use backups by a role, a paliad.users that
// can't be read is no error.
std::optional<KnownUser> known_user(const std::optional<std::string>& claimed, bool by_role) {
  if (!claimed) return std::nullopt;
  try {
    return find_user(*claimed);
  } catch (const Error& error) {
    if (!by_role || error.state() != sqlstate::object_not_in_prerequisite_state) throw;
    return std::nullopt;
  }
}

}  // namespace

std::optional<model::Requester> find_right() {
  // A worker acts for no user, and must not wait for the app's auth.uid().
  if (postgres::is_own_worker()) return system_requester();
  const bool by_role = may_by_role();
  const std::optional<std::string> claimed = claimed_user();
  const std::optional<KnownUser> user = known_user(claimed, by_role);
  if (!by_role && !(user && user->global_admin)) return std::nullopt;
  if (user) return model::Requester{claimed, user->email};
  return model::Requester{std::nullopt, login_name()};
}

model::Requester require_right() {
  const auto requester = find_right();
  if (!requester)
    throw Error(sqlstate::insufficient_privilege, codes::coded("not_administrator"),
                "The caller is no superuser, no member of the role paliad_backup_admin, and no "
                "signed-in user of the app whose global_role is global_admin.",
                "Sign in as a global admin, or GRANT paliad_backup_admin to the database role.");
  require_extension();
  return *requester;
}

}  // namespace paliad::access
