#include "core/schema/script_contents.hpp"

#include "core/schema/statement_words.hpp"

namespace paliad::schema {

namespace {

std::optional<NamedConstraint> constraint_of(const Statement& statement) {
  const std::size_t name = added_constraint(statement);
  if (name == 0) return std::nullopt;
  const std::size_t owner = altered_table(statement);
  return NamedConstraint{statement[owner].value, statement[owner + 2].value, statement[name].value,
                         is(statement, name + 1, "FOREIGN"), !is_not_valid(statement)};
}

// CREATE [UNIQUE] INDEX name ON [ONLY] table
void take_index(const Statement& statement, ScriptContents& contents) {
  const std::size_t name = is(statement, 1, "UNIQUE") ? 3 : 2;
  if (!is(statement, 0, "CREATE") || !is(statement, name - 1, "INDEX")) return;
  const std::size_t table = is(statement, name + 2, "ONLY") ? name + 3 : name + 2;
  if (is_name(statement, name) && is_qualified(statement, table))
    contents.indexes.push_back({statement[table].value, statement[name].value});
}

}  // namespace

std::optional<NamedConstraint> constraint_on_rows(const std::string& text) {
  for (const Statement& statement : read_statements(text)) {
    auto constraint = constraint_of(statement);
    if (!constraint || !constraint->validated) continue;
    if (constraint->foreign_key || is(statement, added_constraint(statement) + 1, "CHECK"))
      return constraint;
  }
  return std::nullopt;
}

ScriptContents contents_of(const SchemaScript& script) {
  ScriptContents contents;
  for (const auto* part : {&script.before, &script.after})
    for (const std::string& text : *part)
      for (const Statement& statement : read_statements(text)) {
        if (auto constraint = constraint_of(statement))
          contents.constraints.push_back(std::move(*constraint));
        take_index(statement, contents);
      }
  return contents;
}

}  // namespace paliad::schema
