// Any bytes as schema.sql: they are refused, or read as statements of the kinds that a bundle has;
// moved into the schema that it is already in, the script reads the same. What psql_text
// makes of any text has the same tokens.
#include "core/base/error.hpp"
#include "core/schema/psql_text.hpp"
#include "core/schema/schema_script.hpp"
#include "core/schema/sql_tokens.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <algorithm>

namespace paliad::fuzz {
namespace {

using schema::SchemaScript;
using schema::Statement;
using schema::Token;

bool begins(const std::string& statement, const std::vector<std::string>& heads) {
  const std::vector<Statement> read = schema::read_statements(statement);
  std::string words;  // without the white space and comments between them
  for (const Token& token : read.at(0)) words += token.text + " ";
  return std::any_of(heads.begin(), heads.end(), [&](const std::string& head) {
    return words.compare(0, head.size() + 1, head + " ") == 0;
  });
}

// Each must be a single statement: the server would also execute what follows a semicolon.
void require_kinds(const std::vector<std::string>& statements,
                   const std::vector<std::string>& heads) {
  for (const std::string& statement : statements) {
    require(schema::read_statements(statement).size() == 1, "a statement is one statement");
    require(begins(statement, heads), "a statement is of a kind that a bundle has");
  }
}

void require_same(const std::vector<std::string>& once, const std::vector<std::string>& twice) {
  require(once.size() == twice.size(), "moved again, there are as many statements");
  for (std::size_t i = 0; i < once.size(); ++i)
    require(once[i] == twice[i], "moved to where it is, a statement stays as it is");
}

std::string joined(const std::vector<std::string>& statements) {
  std::string text;
  // A comment at a statement's end would hide the semicolon.
  for (const std::string& statement : statements) text += statement + "\n;\n";
  return text;
}

// But for quotes around a name, and for white space.
void require_same_tokens(const std::string& one, const std::string& other) {
  const std::vector<Token> had = schema::read_tokens(one);
  const std::vector<Token> has = schema::read_tokens(other);
  require(had.size() == has.size(), "as psql gets it, a text has as many tokens");
  for (std::size_t i = 0; i < had.size(); ++i)
    require(had[i].kind == has[i].kind && had[i].value == has[i].value &&
                (had[i].text == has[i].text || had[i].kind == Token::Kind::name),
            "as psql gets it, a token is the same");
}

bool has_tokens(const std::string& script) {
  try {
    (void)schema::read_tokens(script);
    return true;
  } catch (const Error& error) {
    require(error.state() == sqlstate::data_corrupted, "what is refused never ends");
    return false;
  }
}

void check_for_psql(const std::string& script) {
  const std::string once = schema::for_psql(script);
  if (!has_tokens(script)) {
    require(once == script, "what never ends stays as it is");
    return;
  }
  require_same_tokens(script, once);
  require(schema::for_psql(once) == once, "what psql sends as it is stays as it is");
}

void check(const std::string& script) {
  check_for_psql(script);
  const schema::Placement place = [](const std::string&) { return std::string("here \"x\\"); };
  SchemaScript moved;
  try {
    moved = schema::move_schema(script, place);
  } catch (const Error& error) {
    require(error.state() == sqlstate::data_corrupted ||
                error.state() == sqlstate::feature_not_supported,
            "what is refused is damaged, or can't stand in one schema");
    return;
  }
  require_kinds(moved.before, {"CREATE TYPE", "CREATE DOMAIN", "CREATE COLLATION",
                               "CREATE SEQUENCE", "CREATE UNLOGGED SEQUENCE", "CREATE TABLE",
                               "CREATE UNLOGGED TABLE", "ALTER TABLE", "ALTER DOMAIN"});
  require_kinds(moved.after, {"ALTER TABLE", "ALTER SEQUENCE", "ALTER INDEX", "ALTER DOMAIN",
                              "ALTER STATISTICS", "CREATE INDEX", "CREATE UNIQUE INDEX",
                              "CREATE STATISTICS", "COMMENT ON", "SECURITY LABEL FOR"});
  for (const schema::SequencePosition& position : moved.positions)
    require(!position.relation.empty() && !position.position.empty(),
            "a position is somebody's, and somewhere");
  const SchemaScript again = schema::move_schema(joined(moved.before) + joined(moved.after), place);
  require_same(moved.before, again.before);
  require_same(moved.after, again.after);
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  paliad::fuzz::check(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
