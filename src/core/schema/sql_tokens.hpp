// SQL text as tokens, by the rules of PostgreSQL's scanner (backend/parser/scan.l) as far as
// deparsed statements need them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paliad::schema {

struct Token {
  enum class Kind { name, literal, number, mark };  // a mark is any other character
  Kind kind = Kind::mark;
  std::string text;   // as it stands
  std::string value;  // a name or literal without quotes
  std::string space;  // what stands before it: white space and comments
};

using Statement = std::vector<Token>;  // without the semicolon

// All tokens, semicolons too. The last one is empty; before it stands what ends the text. Throws
// Error(data_corrupted) where a quote or a comment never ends.
std::vector<Token> read_tokens(std::string_view sql);

// What a schema.sql may have: throws for dollar quotes, parameters and block comments, too.
std::vector<Statement> read_statements(std::string_view sql);

std::string to_text(const Statement& statement);

}  // namespace paliad::schema
