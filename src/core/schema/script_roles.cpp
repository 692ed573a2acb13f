#include "core/schema/script_roles.hpp"

#include "core/base/quoted.hpp"

#include <string_view>

namespace paliad::schema {

namespace {

// CREATE EXTENSION makes these, and gives them their rights.
constexpr std::string_view own_roles = "paliad_backup_";

bool is_own(const std::string& role) { return role.compare(0, own_roles.size(), own_roles) == 0; }

// In double quotes, for \warn. psql interprets quotes, backslashes and variables even in quoted
// arguments, so these characters are left out.
std::string name_in_warning(const std::string& role) {
  std::string out;
  for (const char c : role)
    if (c != '\'' && c != '\\' && c != ':' && c != '\n' && c != '\r' && c != '`') out += c;
  return role.front() == '"' ? out : quoted(out, '"');
}

std::string question(const std::string& role, const std::string& number, bool acts) {
  std::string out = "SELECT r.id IS NOT NULL AS has_role_" + number;
  if (acts)
    out += ", coalesce(pg_has_role(r.id, 'USAGE') AND pg_has_role(r.id, :'to_become'), false)"
           " AS acts_as_" +
           number;
  return out + "\n  FROM (SELECT to_regrole(" + quoted(role, '\'') + ")::oid) AS r (id) \\gset\n";
}

std::string warning(const std::string& role, const std::string& number, bool acts) {
  const std::string falls_to = "and the restoring role owns what it owned'\n";
  std::string out = "\\if :has_role_" + number + "\n";
  if (acts)
    out += "\\if :acts_as_" + number + "\n\\else\n\\warn 'you cannot act as role " +
           name_in_warning(role) + ": its grants and settings are skipped, " + falls_to +
           "\\endif\n";
  return out + "\\else\n\\warn 'role " + name_in_warning(role) +
         " does not exist: its rights are skipped, " + falls_to + "\\endif\n";
}

}  // namespace

ScriptRoles::ScriptRoles(const Script& script) {
  for (const auto* parts : {&script.before, &script.after})
    for (const ScriptPart& part : *parts)
      for (const ScriptStatement& statement : part.statements) note(statement.roles);
  std::size_t number = 0;
  for (auto& [name, role] : roles_) role.number = std::to_string(++number);
}

void ScriptRoles::note(const NeededRoles& roles) {
  for (const std::string& role : roles.named) roles_[role];
  for (const std::string& role : roles.acting) roles_[role].acts = true;
}

std::string ScriptRoles::questions() const {
  if (roles_.empty()) return {};
  std::string out =
      "\n-- Roles\n\n"
      "SELECT current_user AS restorer, CASE WHEN current_setting('server_version_num')::int "
      "< 160000 THEN 'MEMBER' ELSE 'SET' END AS to_become \\gset\n";
  for (const auto& [name, role] : roles_) {
    out += question(name, role.number, role.acts);
    if (!is_own(name)) out += warning(name, role.number, role.acts);
  }
  return out;
}

std::vector<std::string> ScriptRoles::conditions(const ScriptStatement& statement) const {
  std::vector<std::string> all;
  all.reserve(statement.roles.acting.size() + statement.roles.named.size());
  for (const std::string& role : statement.roles.acting)
    all.push_back(":acts_as_" + roles_.at(role).number);
  for (const std::string& role : statement.roles.named)
    all.push_back(":has_role_" + roles_.at(role).number);
  return all;
}

}  // namespace paliad::schema
