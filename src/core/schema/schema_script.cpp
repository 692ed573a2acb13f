#include "core/schema/schema_script.hpp"

#include "core/base/error.hpp"
#include "core/base/quoted.hpp"
#include "core/schema/sql_tokens.hpp"
#include "core/schema/statement_words.hpp"

#include <map>
#include <set>
#include <strings.h>

namespace paliad::schema {

namespace {

// Whether there is this keyword: a name in quotes is none.
bool is_word(const Statement& statement, std::size_t at, const char* text) {
  return is(statement, at, text) && statement[at].kind == Token::Kind::name;
}

// Objects whose names must be unique in a schema (pg_class, pg_type, pg_statistic_ext,
// pg_collation).
enum class NameSpace { relation, type, statistics, collation };

// An object that a statement makes.
struct Made {
  NameSpace space;
  std::string schema;
  std::string name;
};

std::size_t after_word_unlogged(const Statement& statement) {
  return is(statement, 1, "UNLOGGED") ? 2 : 1;
}

void add(std::vector<Made>& made, NameSpace space, const Statement& statement, std::size_t at) {
  if (is_qualified(statement, at))
    made.push_back({space, statement[at].value, statement[at + 2].value});
}

// CREATE [UNIQUE] INDEX name ON [ONLY] table: the index is in the table's schema.
void add_index(std::vector<Made>& made, const Statement& statement) {
  std::size_t at = is(statement, 1, "UNIQUE") ? 2 : 1;
  if (!is(statement, at, "INDEX") || !is(statement, at + 2, "ON")) return;
  const std::size_t table = is(statement, at + 3, "ONLY") ? at + 4 : at + 3;
  if (is_name(statement, at + 1) && is_qualified(statement, table))
    made.push_back({NameSpace::relation, statement[table].value, statement[at + 1].value});
}

// ALTER TABLE [ONLY] table ADD CONSTRAINT name ...: a key's index has the constraint's name.
void add_key(std::vector<Made>& made, const Statement& statement) {
  const std::size_t name = added_constraint(statement);
  if (name == 0) return;
  for (const char* kind : {"PRIMARY", "UNIQUE", "EXCLUDE"})
    if (is(statement, name + 1, kind))
      made.push_back(
          {NameSpace::relation, statement[altered_table(statement)].value, statement[name].value});
}

std::vector<Made> made_by(const Statement& statement) {
  std::vector<Made> made;
  if (begins(statement, {"ALTER", "TABLE"})) add_key(made, statement);
  if (!begins(statement, {"CREATE"})) return made;
  add_index(made, statement);
  for (const char* kind : {"TYPE", "DOMAIN", "TABLE"})
    if (is(statement, after_word_unlogged(statement), kind))
      add(made, NameSpace::type, statement, after_word_unlogged(statement) + 1);
  for (const char* kind : {"SEQUENCE", "TABLE"})
    if (is(statement, after_word_unlogged(statement), kind))
      add(made, NameSpace::relation, statement, after_word_unlogged(statement) + 1);
  if (is(statement, 1, "STATISTICS")) add(made, NameSpace::statistics, statement, 2);
  if (is(statement, 1, "COLLATION")) add(made, NameSpace::collation, statement, 2);
  for (std::size_t i = 0; i + 2 < statement.size(); ++i) {
    if (is_word(statement, i, "MULTIRANGE_TYPE_NAME")) add(made, NameSpace::type, statement, i + 2);
    if (is_word(statement, i, "SEQUENCE") && is_word(statement, i + 1, "NAME"))
      add(made, NameSpace::relation, statement, i + 2);
  }
  return made;
}

class Mover {
public:
  explicit Mover(const Placement& place) : place_(place) {}

  // Records the objects that the statement makes. Throws where `place` puts two under one name.
  void note(const Statement& statement) {
    for (const Made& made : made_by(statement)) add(made);
  }

  void move(Statement& statement) const {
    move_subject(statement);
    for (std::size_t i = 0; i < statement.size(); ++i) {
      if (is_qualified(statement, i) && is_made(statement, i))
        move_name(statement[i]);
      else if (statement[i].kind == Token::Kind::literal && names_object(statement, i))
        move_literal(statement[i]);
    }
  }

  // The new schemas of all recorded objects.
  const std::set<std::string>& schemas() const noexcept { return schemas_; }

private:
  using Name = std::pair<std::string, std::string>;

  void add(const Made& made) {
    made_.emplace(made.schema, made.name);
    const std::string to = place_(made.schema);
    schemas_.insert(to);
    const auto [known, fresh] =
        placed_.emplace(std::make_pair(made.space, Name(to, made.name)), made.schema);
    if (!fresh && known->second != made.schema)
      throw Error(sqlstate::feature_not_supported,
                  quoted(made.schema, '"') + "." + quoted(made.name, '"') + " and " +
                      quoted(known->second, '"') + "." + quoted(made.name, '"') +
                      " can't both stand in schema " + quoted(to, '"'),
                  {}, "restore.sql in the backup's zip brings every schema back under its name.");
  }

  bool is_made(const Statement& statement, std::size_t at) const {
    return made_.count({statement[at].value, statement[at + 2].value}) != 0;
  }

  void move_name(Token& schema) const { schema.text = quoted(place_(schema.value), '"'); }

  // The subject of these statements belongs to the script, though no statement makes it by name:
  // the server may have named a key's index or an identity column's sequence.
  void move_subject(Statement& statement) const {
    std::size_t at = statement.size();
    if (begins(statement, {"ALTER", "INDEX"}) || begins(statement, {"ALTER", "SEQUENCE"})) at = 2;
    if (begins(statement, {"COMMENT", "ON", "INDEX"}) ||
        begins(statement, {"COMMENT", "ON", "SEQUENCE"}))
      at = 3;
    if (begins(statement, {"SECURITY", "LABEL", "FOR"}) && is(statement, 5, "SEQUENCE")) at = 6;
    if (is_qualified(statement, at) && !is_made(statement, at)) move_name(statement[at]);
    if (begins(statement, {"ALTER", "INDEX"}) && is(statement, 5, "ATTACH") &&
        is_qualified(statement, 7) && !is_made(statement, 7))
      move_name(statement[7]);
  }

  // 'a.b'::regclass, setval('a.b', pg_get_serial_sequence('a.b'
  static bool names_object(const Statement& statement, std::size_t at) {
    if (is(statement, at + 1, ":") && is(statement, at + 2, ":"))
      for (const char* type : {"regclass", "regtype", "regcollation"})
        if (is(statement, at + 3, type)) return true;
    return at >= 2 && is(statement, at - 1, "(") &&
           (is(statement, at - 2, "setval") || is(statement, at - 2, "pg_get_serial_sequence"));
  }

  void move_literal(Token& literal) const {
    const std::vector<Statement> inner = read_statements(literal.value);
    if (inner.size() != 1 || inner[0].size() != 3 || !is_qualified(inner[0], 0) ||
        !is_made(inner[0], 0))
      return;
    literal.value = quoted(place_(inner[0][0].value), '"') + "." + inner[0][2].text;
    literal.text = "E" + quoted(escaped(literal.value), '\'');
  }

  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c == '\\') out += '\\';
      out += c;
    }
    return out;
  }

  const Placement& place_;
  std::set<Name> made_;
  std::map<std::pair<NameSpace, Name>, std::string> placed_;  // from the new name to the old schema
  std::set<std::string> schemas_;
};

[[noreturn]] void unknown(const Statement& statement) {
  throw Error(sqlstate::data_corrupted,
              "schema.sql has a statement that no backup has: " + to_text(statement));
}

// SELECT pg_catalog.setval('sequence', 7, true), or with
// pg_catalog.pg_get_serial_sequence('table', 'column') in the sequence's place.
SequencePosition position_of(const Statement& statement) {
  SequencePosition position;
  std::size_t at = 5;
  const bool of_column = is(statement, at, "pg_catalog") && statement.size() > at + 8;
  if (of_column) {
    position.relation = statement[at + 4].value;
    position.column = statement[at + 6].value;
    at += 8;
  } else {
    position.relation = statement[at++].value;
  }
  for (++at; at < statement.size() && !is(statement, at, ","); ++at)
    position.position += statement[at].text;
  position.called = !is(statement, at + 1, "false");
  if (position.relation.empty() || position.position.empty()) unknown(statement);
  return position;
}

// CREATE TABLE ... AS runs a query. AS in parentheses belongs to a column: GENERATED ALWAYS AS.
bool is_query(const Statement& statement) {
  int depth = 0;
  for (const Token& token : statement) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (depth == 0 && strcasecmp(token.text.c_str(), "as") == 0) return true;
  }
  return false;
}

// ALTER TABLE [ONLY] a.b followed by a clause that must come before the rows.
bool shapes_table(const Statement& statement) {
  if (!begins(statement, {"ALTER", "TABLE"})) return false;
  const std::size_t at = altered_table(statement);
  if (!is_qualified(statement, at)) return false;
  for (const char* what : {"ATTACH", "INHERIT", "ALTER", "OF"})
    if (is(statement, at + 3, what)) return true;
  return false;
}

bool is_before(const Statement& statement) {
  const std::size_t kind = after_word_unlogged(statement);
  if (is(statement, 0, "CREATE") && is(statement, kind, "TABLE")) return !is_query(statement);
  if (begins(statement, {"CREATE", "UNLOGGED", "SEQUENCE"})) return true;
  for (const char* made : {"TYPE", "DOMAIN", "SEQUENCE", "COLLATION"})
    if (begins(statement, {"CREATE", made})) return true;
  if (begins(statement, {"ALTER", "DOMAIN"})) return !is_not_valid(statement);
  return shapes_table(statement);
}

// Whether it comes after the rows, for statements that is_before() has not accepted.
bool is_after(const Statement& statement) {
  for (const char* kind : {"TABLE", "SEQUENCE", "INDEX", "DOMAIN", "STATISTICS"})
    if (begins(statement, {"ALTER", kind})) return true;
  for (const char* kind : {"INDEX", "STATISTICS"})
    if (begins(statement, {"CREATE", kind})) return true;
  return begins(statement, {"CREATE", "UNIQUE", "INDEX"}) || begins(statement, {"COMMENT", "ON"}) ||
         begins(statement, {"SECURITY", "LABEL", "FOR"});
}

// Statements that are left out: settings, and those for schemas, which SchemaScript::schemas lists.
bool is_skipped(const Statement& statement) {
  return begins(statement, {"SET"}) || begins(statement, {"CREATE", "SCHEMA"}) ||
         begins(statement, {"COMMENT", "ON", "SCHEMA"}) ||
         (begins(statement, {"SECURITY", "LABEL", "FOR"}) && is(statement, 5, "SCHEMA"));
}

// CREATE EXTENSION IF NOT EXISTS name [WITH SCHEMA schema]
ScriptExtension extension_of(const Statement& statement) {
  ScriptExtension extension{statement[5].value, {}};
  if (is(statement, 6, "WITH") && is(statement, 7, "SCHEMA") && is_name(statement, 8))
    extension.schema = statement[8].value;
  return extension;
}

void take(const Statement& statement, SchemaScript& script) {
  if (is_skipped(statement)) return;
  if (begins(statement, {"CREATE", "EXTENSION", "IF", "NOT", "EXISTS"}) && is_name(statement, 5))
    script.extensions.push_back(extension_of(statement));
  else if (begins(statement, {"SELECT", "pg_catalog", ".", "setval", "("}) && statement.size() > 8)
    script.positions.push_back(position_of(statement));
  else if (is_before(statement))
    script.before.push_back(to_text(statement));
  else if (is_after(statement))
    script.after.push_back(to_text(statement));
  else
    unknown(statement);
}

// The new schemas that get an object; where the script makes no object, those that it creates.
std::vector<std::string> schemas_of(const std::vector<Statement>& statements, const Mover& mover,
                                    const Placement& place) {
  std::set<std::string> schemas = mover.schemas();
  if (schemas.empty())
    for (const Statement& statement : statements)
      if (begins(statement, {"CREATE", "SCHEMA"})) schemas.insert(place(statement.back().value));
  return {schemas.begin(), schemas.end()};
}

}  // namespace

SchemaScript move_schema(std::string_view script, const Placement& place) {
  std::vector<Statement> statements = read_statements(script);
  Mover mover(place);
  for (const Statement& statement : statements) mover.note(statement);
  SchemaScript moved;
  moved.schemas = schemas_of(statements, mover, place);
  for (Statement& statement : statements) {
    mover.move(statement);
    take(statement, moved);
  }
  return moved;
}

RelationName relation_name(const std::string& relation) {
  const std::vector<Statement> name = read_statements(relation);
  if (name.size() != 1 || name[0].size() != 3 || !is_qualified(name[0], 0))
    throw Error(sqlstate::data_corrupted, "\"" + relation + "\" is no qualified name");
  return {name[0][0].value, name[0][2].value};
}

std::string quoted_name(const std::string& name) { return quoted(name, '"'); }

}  // namespace paliad::schema
