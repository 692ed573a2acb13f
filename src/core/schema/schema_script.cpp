#include "core/schema/schema_script.hpp"

#include "core/base/error.hpp"
#include "core/base/quoted.hpp"
#include "core/schema/sql_tokens.hpp"

#include <map>
#include <set>
#include <strings.h>

namespace paliad::schema {

namespace {

using Kind = Token::Kind;

bool is_name(const Statement& statement, std::size_t at) {
  return at < statement.size() && statement[at].kind == Kind::name;
}

bool is(const Statement& statement, std::size_t at, const char* text) {
  return at < statement.size() && statement[at].text == text;
}

bool begins(const Statement& statement, const std::vector<const char*>& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!is(statement, i, words[i])) return false;
  return true;
}

// A qualified name at `at`, and not a part of a longer one.
bool is_qualified(const Statement& statement, std::size_t at) {
  return is_name(statement, at) && is(statement, at + 1, ".") && is_name(statement, at + 2) &&
         (at == 0 || !is(statement, at - 1, "."));
}

class Mover {
public:
  explicit Mover(const Placement& place) : place_(place) {}

  // Notes what the statement makes.
  void note(const Statement& statement) {
    for (const char* kind : {"TYPE", "DOMAIN", "SEQUENCE", "TABLE", "STATISTICS"})
      if (begins(statement, {"CREATE", kind}) && is_qualified(statement, 2)) add(statement, 2);
    if (begins(statement, {"CREATE", "UNLOGGED", "TABLE"}) && is_qualified(statement, 3))
      add(statement, 3);
    for (std::size_t i = 0; i + 2 < statement.size(); ++i)
      if (is(statement, i, "MULTIRANGE_TYPE_NAME") && is_qualified(statement, i + 2))
        add(statement, i + 2);
  }

  void move(Statement& statement) const {
    // An index lies where its table does.
    if (begins(statement, {"ALTER", "INDEX"}) && is_qualified(statement, 2))
      statement[2].text = quoted(place_(statement[2].value), '"');
    for (std::size_t i = 0; i < statement.size(); ++i) {
      if (is_qualified(statement, i) && is_made(statement, i))
        statement[i].text = quoted(place_(statement[i].value), '"');
      else if (statement[i].kind == Kind::literal && names_relation(statement, i))
        move_literal(statement[i]);
    }
  }

private:
  using Name = std::pair<std::string, std::string>;

  void add(const Statement& statement, std::size_t at) {
    const std::string& from = statement[at].value;
    const std::string& name = statement[at + 2].value;
    made_.emplace(from, name);
    const std::string to = place_(from);
    const auto [known, fresh] = placed_.emplace(Name(to, name), from);
    if (!fresh && known->second != from)
      throw Error(sqlstate::feature_not_supported,
                  quoted(from, '"') + "." + quoted(name, '"') + " and " +
                      quoted(known->second, '"') + "." + quoted(name, '"') +
                      " can't both stand in schema " + quoted(to, '"'),
                  {}, "restore.sql in the backup's zip brings every schema back under its name.");
  }

  bool is_made(const Statement& statement, std::size_t at) const {
    return made_.count({statement[at].value, statement[at + 2].value}) != 0;
  }

  // 'a.b'::regclass, setval('a.b', pg_get_serial_sequence('a.b'
  static bool names_relation(const Statement& statement, std::size_t at) {
    const bool cast = is(statement, at + 1, ":") && is(statement, at + 2, ":") &&
                      is(statement, at + 3, "regclass");
    const bool argument =
        at >= 2 && is(statement, at - 1, "(") &&
        (is(statement, at - 2, "setval") || is(statement, at - 2, "pg_get_serial_sequence"));
    return cast || argument;
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
  std::map<Name, std::string> placed_;  // where it goes -> its schema in the backup
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
  if (position.relation.empty() || position.position.empty()) unknown(statement);
  return position;
}

// CREATE TABLE ... AS runs a query. Words in parentheses are a column's: GENERATED ALWAYS AS.
bool is_query(const Statement& statement) {
  int depth = 0;
  for (const Token& token : statement) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (depth == 0 && strcasecmp(token.text.c_str(), "as") == 0) return true;
  }
  return false;
}

bool is_before(const Statement& statement) {
  if (begins(statement, {"CREATE", "TABLE"}) || begins(statement, {"CREATE", "UNLOGGED", "TABLE"}))
    return !is_query(statement);
  for (const char* kind : {"TYPE", "DOMAIN", "SEQUENCE"})
    if (begins(statement, {"CREATE", kind})) return true;
  // ALTER TABLE ONLY a.b ATTACH PARTITION, and INHERIT.
  return begins(statement, {"ALTER", "TABLE", "ONLY"}) && is_qualified(statement, 3) &&
         (is(statement, 6, "ATTACH") || is(statement, 6, "INHERIT"));
}

// Asked of what doesn't come before the rows.
bool is_after(const Statement& statement) {
  for (const char* kind : {"TABLE", "SEQUENCE", "INDEX", "DOMAIN"})
    if (begins(statement, {"ALTER", kind})) return true;
  for (const char* kind : {"INDEX", "STATISTICS"})
    if (begins(statement, {"CREATE", kind})) return true;
  return begins(statement, {"CREATE", "UNIQUE", "INDEX"}) || begins(statement, {"COMMENT", "ON"});
}

void take(const Statement& statement, SchemaScript& script) {
  if (begins(statement, {"SET"}) || begins(statement, {"CREATE", "SCHEMA"}) ||
      begins(statement, {"COMMENT", "ON", "SCHEMA"}))
    return;
  if (begins(statement, {"CREATE", "EXTENSION", "IF", "NOT", "EXISTS"}) && is_name(statement, 5))
    script.extensions.push_back(statement[5].value);
  else if (begins(statement, {"SELECT", "pg_catalog", ".", "setval", "("}) && statement.size() > 8)
    script.positions.push_back(position_of(statement));
  else if (is_before(statement))
    script.before.push_back(to_text(statement));
  else if (is_after(statement))
    script.after.push_back(to_text(statement));
  else
    unknown(statement);
}

}  // namespace

SchemaScript move_schema(std::string_view script, const Placement& place) {
  std::vector<Statement> statements = read_statements(script);
  Mover mover(place);
  std::set<std::string> schemas;
  for (const Statement& statement : statements) {
    mover.note(statement);
    if (begins(statement, {"CREATE", "SCHEMA"})) schemas.insert(place(statement.back().value));
  }
  SchemaScript moved;
  moved.schemas.assign(schemas.begin(), schemas.end());
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
