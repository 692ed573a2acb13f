#include "backend/restore/original_schemas.hpp"

#include "backend/postgres/report.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/transaction.hpp"
#include "core/base/error.hpp"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace paliad::restore {

namespace {

using schema::ScriptPart;
using schema::ScriptStatement;

void require_available(const schema::NeededExtension& extension) {
  if (!postgres::query("SELECT FROM pg_available_extensions WHERE name = $1", {extension.name})
           .empty())
    return;
  std::string needed_by;
  for (const std::string& object : extension.needed_by)
    needed_by += (needed_by.empty() ? "" : ", ") + object;
  throw Error(sqlstate::undefined_file, "extension " + extension.name + " is not available here",
              "These need it: " + needed_by + ".",
              "Install its package on this server, and restore again.");
}

// Hides the server's notices, such as that a schema exists already.
void run_quietly(const std::string& text) {
  postgres::SettingsScope settings;
  settings.set("client_min_messages", "warning");
  postgres::run_command(text);
}

class Roles {
public:
  bool allow(const ScriptStatement& statement) {
    bool all = true;
    for (const std::string& role : statement.roles.named) all = role_of(role).oid && all;
    for (const std::string& role : statement.roles.acting) all = acts_as(role) && all;
    return all;
  }

  // The oid of a role of a statement that is allowed.
  Oid oid_of(const std::string& quoted) { return *role_of(quoted).oid; }

private:
  struct Role {
    std::optional<Oid> oid;
    bool acts = false;
    bool told = false;
  };

  bool acts_as(const std::string& quoted) {
    Role& role = role_of(quoted);
    if (role.oid && !role.acts && !std::exchange(role.told, true))
      postgres::notice("you cannot act as role " + quoted +
                       ": its grants and settings are skipped, and you own what it owned");
    return role.acts;
  }

  Role& role_of(const std::string& quoted) {
    const auto known = roles_.find(quoted);
    if (known != roles_.end()) return known->second;
    const auto row =
        postgres::query("SELECT r.id, coalesce(pg_has_role(r.id, 'USAGE') AND pg_has_role(r.id,"
                        "  CASE WHEN current_setting('server_version_num')::int < 160000"
                        "       THEN 'MEMBER' ELSE 'SET' END), false)"
                        "  FROM (SELECT to_regrole($1)::oid) AS r (id)",
                        {quoted})[0];
    Role role;
    if (row[0]) role.oid = postgres::oid_of(row[0]);
    role.acts = postgres::is_true(row[1]);
    if (!role.oid)
      postgres::notice("there is no role " + quoted + " here: statements about it are skipped");
    return roles_.emplace(quoted, role).first->second;
  }

  std::map<std::string, Role> roles_;
};

// duplicate_function, duplicate_object, duplicate_table, duplicate_schema
bool is_duplicate(const Error& error) {
  for (const char* state : {"42723", "42710", "42P07", "42P06"})
    if (error.state() == state) return true;
  return false;
}

// The statement's text, changed so that an existing object is an error and is not replaced.
std::string making_text(const ScriptStatement& statement) {
  constexpr std::pair<std::string_view, std::string_view> heads[] = {
      {"CREATE OR REPLACE FUNCTION ", "CREATE FUNCTION "},
      {"CREATE OR REPLACE PROCEDURE ", "CREATE PROCEDURE "},
      {"CREATE SCHEMA IF NOT EXISTS ", "CREATE SCHEMA "}};
  for (const auto& [head, making] : heads)
    if (statement.text.compare(0, head.size(), head) == 0 &&
        (making != heads[2].second || !statement.outside.empty()))
      return std::string(making) + statement.text.substr(head.size());
  return statement.text;
}

class Runner {
public:
  explicit Runner(BrokenRows broken) : broken_(broken) {}

  // Where rows that break a constraint are kept, the statements that check rows run only with
  // `asking_rows`, after the rows.
  void run(const std::vector<ScriptPart>& parts, bool asking_rows) {
    for (const ScriptPart& part : parts)
      for (const ScriptStatement& statement : part.statements)
        if (!keeps(statement) || asking_rows) run(statement);
  }
  void run_postponed(const std::vector<ScriptPart>& before) {
    for (const ScriptPart& part : before)
      for (const ScriptStatement& statement : part.statements)
        if (keeps(statement)) run(statement);
  }

private:
  bool keeps(const ScriptStatement& statement) const {
    return broken_ == BrokenRows::keep && statement.asks_rows;
  }

  // An object outside of the backup's schemas stays as it is where it exists, and is skipped where
  // the caller may not make or change it.
  void run_outside(const ScriptStatement& statement) {
    if (skipped_.count(statement.outside) > 0) return;
    try {
      postgres::Subtransaction scratch;
      run_quietly(making_text(statement));
      scratch.release();
    } catch (const Error& error) {
      if (!is_duplicate(error) && error.state() != sqlstate::insufficient_privilege) throw;
      skipped_.insert(statement.outside);
      postgres::notice(is_duplicate(error)
                           ? statement.outside + " exists already: it is left unchanged"
                           : statement.outside + " is skipped: " + error.what());
    }
  }

  void run(const ScriptStatement& statement) {
    postgres::check_interrupts();
    if (!roles_.allow(statement)) return;
    std::optional<postgres::RoleScope> acting;
    if (!statement.roles.run_as.empty()) acting.emplace(roles_.oid_of(statement.roles.run_as));
    std::string text = making_text(statement);
    if (keeps(statement)) {
      if (text.back() == ';') text.pop_back();
      add_keeping_rows(text, run_quietly);
    } else if (!statement.outside.empty()) {
      run_outside(statement);
    } else {
      run_quietly(text);
    }
  }

  BrokenRows broken_;
  Roles roles_;
  std::set<std::string> skipped_;
};

// The settings that restore.sql sets beside those of RestoringScope.
void pin(postgres::SettingsScope& settings) {
  settings.set("check_function_bodies", "off");
  settings.set("default_tablespace", "");
  settings.set("default_table_access_method", "heap");
}

}  // namespace

void restore_original_schemas(const schema::DatabaseSchema& schema, BrokenRows broken,
                              const std::function<void()>& load) {
  for (const schema::NeededExtension& extension : schema.extensions) require_available(extension);
  Runner runner(broken);
  {
    postgres::PinnedSettingsScope settings;
    pin(settings);
    runner.run(schema.all.before, false);
  }
  load();
  postgres::PinnedSettingsScope settings;
  pin(settings);
  runner.run_postponed(schema.all.before);
  runner.run(schema.all.after, true);
}

}  // namespace paliad::restore
