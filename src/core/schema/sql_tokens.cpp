#include "core/schema/sql_tokens.hpp"

#include "core/base/error.hpp"

#include <algorithm>

namespace paliad::schema {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return begins_name(c) || is_digit(c) || c == '$'; }

class Scanner {
public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  bool next(Token& token) {
    token = {};
    token.space = space();
    if (at_ == sql_.size()) return false;
    const std::size_t begin = at_;
    const char c = sql_[at_];
    // This scanner would misread quotes and semicolons inside them.
    if (c == '$' || (c == '/' && at(1) == '*'))
      throw Error(sqlstate::data_corrupted, "schema.sql has a dollar quote or a block comment");
    if (c == '"' || c == '\'')
      quoted(token, c, false);
    else if ((c == 'E' || c == 'e') && at(1) == '\'')
      ++at_, quoted(token, '\'', true);
    else if (begins_name(c))
      plain(token, Token::Kind::name, continues_name);
    else if (is_digit(c))
      plain(token, Token::Kind::number, [](char d) { return is_digit(d) || d == '.'; });
    else
      ++at_;
    token.text = std::string(sql_.substr(begin, at_ - begin));
    return true;
  }

private:
  char at(std::size_t ahead) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }

  std::string space() {
    const std::size_t begin = at_;
    for (;;) {
      while (at_ < sql_.size() && is_space(sql_[at_])) ++at_;
      if (at(0) != '-' || at(1) != '-') break;
      at_ = std::min(sql_.find('\n', at_), sql_.size());
    }
    return std::string(sql_.substr(begin, at_ - begin));
  }

  template <class Continues>
  void plain(Token& token, Token::Kind kind, Continues continues) {
    token.kind = kind;
    while (at_ < sql_.size() && continues(sql_[at_])) token.value += sql_[at_++];
  }

  void quoted(Token& token, char quote, bool escapes) {
    token.kind = quote == '"' ? Token::Kind::name : Token::Kind::literal;
    for (++at_; at_ < sql_.size(); ++at_) {
      if (escapes && sql_[at_] == '\\') {
        ++at_;
      } else if (sql_[at_] == quote) {
        if (at(1) != quote) {
          ++at_;
          return;
        }
        ++at_;
      }
      if (at_ < sql_.size()) token.value += sql_[at_];
    }
    throw Error(sqlstate::data_corrupted, "a quote in schema.sql never ends");
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Statement> read_statements(std::string_view sql) {
  Scanner scanner(sql);
  std::vector<Statement> statements(1);
  for (Token token; scanner.next(token);) {
    if (token.text == ";")
      statements.emplace_back();
    else
      statements.back().push_back(token);
  }
  statements.erase(std::remove_if(statements.begin(), statements.end(),
                                  [](const Statement& one) { return one.empty(); }),
                   statements.end());
  return statements;
}

std::string to_text(const Statement& statement) {
  std::string text;
  for (const Token& token : statement) {
    if (!text.empty()) text += token.space;
    text += token.text;
  }
  return text;
}

}  // namespace paliad::schema
