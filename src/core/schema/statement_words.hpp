// Tests on the tokens of a deparsed statement. A position beyond the end is no error: false.
#pragma once

#include "core/schema/sql_tokens.hpp"

namespace paliad::schema {

inline bool is_name(const Statement& statement, std::size_t at) {
  return at < statement.size() && statement[at].kind == Token::Kind::name;
}

// Whether the token at `at` is written exactly so; keywords are in upper case.
inline bool is(const Statement& statement, std::size_t at, const char* text) {
  return at < statement.size() && statement[at].text == text;
}

inline bool begins(const Statement& statement, const std::vector<const char*>& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!is(statement, i, words[i])) return false;
  return true;
}

// Whether a name of two parts begins at `at`, which is not within a longer one.
inline bool is_qualified(const Statement& statement, std::size_t at) {
  return is_name(statement, at) && is(statement, at + 1, ".") && is_name(statement, at + 2) &&
         (at == 0 || !is(statement, at - 1, "."));
}

// ... NOT VALID: existing rows may violate such a constraint.
inline bool is_not_valid(const Statement& statement) {
  return statement.size() > 2 && is(statement, statement.size() - 2, "NOT") &&
         is(statement, statement.size() - 1, "VALID");
}

// ALTER TABLE [ONLY] a.b: the position of the table's name.
inline std::size_t altered_table(const Statement& statement) {
  return is(statement, 2, "ONLY") ? 3 : 2;
}

// ALTER TABLE [ONLY] a.b ADD CONSTRAINT c ..., or ALTER DOMAIN a.b ...: the position of c. 0 for
// any other statement.
inline std::size_t added_constraint(const Statement& statement) {
  if (!begins(statement, {"ALTER", "TABLE"}) && !begins(statement, {"ALTER", "DOMAIN"})) return 0;
  const std::size_t at = altered_table(statement);
  return is_qualified(statement, at) && is(statement, at + 3, "ADD") &&
                 is(statement, at + 4, "CONSTRAINT") && is_name(statement, at + 5)
             ? at + 5
             : 0;
}

}  // namespace paliad::schema
