// How restore.sql asks the target for the roles that its statements need: by psql's variables.
#pragma once

#include "core/schema/schema_statements.hpp"

#include <map>
#include <string>
#include <vector>

namespace paliad::schema {

class ScriptRoles {
public:
  // The roles of all statements of the script.
  explicit ScriptRoles(const Script& script);

  // A section for psql: for each role, numbered from 1, it sets has_role_<n> (the role is there)
  // and, where a statement acts as it, acts_as_<n> (who restores has its rights and may become it),
  // and warns where one of them is false. It sets `restorer`, too. Empty where there are no roles.
  std::string questions() const;

  // The variables, as psql's \if has them (":acts_as_1"), that must be true for the statement to
  // run. The statement must be of the script. Empty where it always runs.
  std::vector<std::string> conditions(const ScriptStatement& statement) const;

private:
  struct Role {
    std::string number;
    bool acts = false;
  };

  void note(const NeededRoles& roles);

  std::map<std::string, Role> roles_;  // by quoted name
};

}  // namespace paliad::schema
