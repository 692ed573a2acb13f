// Splits SQL into tokens, by the rules of PostgreSQL's scanner (src/backend/parser/scan.l) as far
// as deparsed statements need them: of the escapes in E'...' only a doubled backslash and \'.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paliad::schema {

struct Token {
  enum class Kind { name, literal, number, mark };  // a mark is any other character
  Kind kind = Kind::mark;
  std::string text;   // as written
  std::string value;  // of a name or literal without quotes, of a number; empty for a mark
  std::string space;  // white space and comments before it
};

using Statement = std::vector<Token>;  // without the semicolon

// All tokens, semicolons too. The last one has no text, only what ends the SQL before it. Throws
// Error(data_corrupted) where a quote or a comment never ends.
std::vector<Token> read_tokens(std::string_view sql);

// The statements of a schema.sql; empty ones are left out. Throws as read_tokens() does, and for
// dollar quotes, parameters and block comments, which no schema.sql has.
std::vector<Statement> read_statements(std::string_view sql);

// The statement as written, without what precedes its first token.
std::string to_text(const Statement& statement);

}  // namespace paliad::schema
