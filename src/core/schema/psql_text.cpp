#include "core/schema/psql_text.hpp"

#include "core/base/error.hpp"
#include "core/schema/sql_tokens.hpp"

namespace paliad::schema {

namespace {

// Whether psql may take it for a variable, or for the question whether there is one, behind a
// colon.
bool may_be_variable(const Token& token) {
  return token.kind != Token::Kind::mark || token.text == "{";
}

}  // namespace

std::string for_psql(std::string_view statement) {
  std::vector<Token> tokens;
  try {
    tokens = read_tokens(statement);
  } catch (const Error&) {
    return std::string(statement);
  }
  std::string out;
  bool behind_colon = false;  // and not behind ::
  for (const Token& token : tokens) {
    const bool adjoins_colon = behind_colon && token.space.empty();
    out += adjoins_colon && may_be_variable(token) ? " " : token.space;
    // A keyword stands in capitals: BEGIN ATOMIC.
    out += token.text == "begin" ? "\"begin\"" : token.text;
    behind_colon = token.text == ":" && !adjoins_colon;
  }
  return out;
}

}  // namespace paliad::schema
