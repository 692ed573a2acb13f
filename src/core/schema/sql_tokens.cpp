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
    if (c == '"' || c == '\'')
      quoted(token, c, false);
    else if ((c == 'E' || c == 'e') && at(1) == '\'')
      ++at_, quoted(token, '\'', true);
    else if (begins_name(c))
      plain(token, Token::Kind::name, continues_name);
    else if (is_digit(c))
      plain(token, Token::Kind::number, [](char d) { return is_digit(d) || d == '.'; });
    else if (c == '$' && tag_length() > 0)
      dollar_quoted(token, tag_length());
    else
      ++at_;
    token.text = std::string(sql_.substr(begin, at_ - begin));
    return true;
  }

  bool saw_block_comment() const noexcept { return saw_block_comment_; }

private:
  char at(std::size_t ahead) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }

  std::string space() {
    const std::size_t begin = at_;
    for (;;) {
      while (at_ < sql_.size() && is_space(sql_[at_])) ++at_;
      if (at(0) == '-' && at(1) == '-')
        at_ = std::min(sql_.find_first_of("\n\r", at_), sql_.size());
      else if (at(0) == '/' && at(1) == '*')
        block_comment();
      else
        break;
    }
    return std::string(sql_.substr(begin, at_ - begin));
  }

  // One may stand within another.
  void block_comment() {
    saw_block_comment_ = true;
    int depth = 0;
    do {
      const std::size_t mark = sql_.find_first_of("/*", at_);
      if (mark == std::string_view::npos || mark + 1 == sql_.size()) never_ends("a comment");
      const std::string_view two = sql_.substr(mark, 2);
      at_ = mark + (two == "/*" || two == "*/" ? 2 : 1);
      if (two == "/*") ++depth;
      if (two == "*/") --depth;
    } while (depth > 0);
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
    never_ends("a quote");
  }

  // Of a dollar quote's $tag$ that begins here; 0: none does.
  std::size_t tag_length() const {
    std::size_t length = 1;
    while (begins_name(at(length)) || (length > 1 && is_digit(at(length)))) ++length;
    return at(length) == '$' ? length + 1 : 0;
  }

  void dollar_quoted(Token& token, std::size_t tag) {
    const std::size_t inside = at_ + tag;
    const std::size_t end = sql_.find(sql_.substr(at_, tag), inside);
    if (end == std::string_view::npos) never_ends("a quote");
    token.kind = Token::Kind::literal;
    token.value = std::string(sql_.substr(inside, end - inside));
    at_ = end + tag;
  }

  [[noreturn]] static void never_ends(const char* what) {
    throw Error(sqlstate::data_corrupted, std::string(what) + " in a statement never ends");
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  bool saw_block_comment_ = false;
};

[[noreturn]] void not_in_schema_sql() {
  throw Error(sqlstate::data_corrupted, "schema.sql has a dollar quote or a block comment");
}

}  // namespace

std::vector<Token> read_tokens(std::string_view sql) {
  Scanner scanner(sql);
  std::vector<Token> tokens(1);
  while (scanner.next(tokens.back())) tokens.emplace_back();
  return tokens;
}

std::vector<Statement> read_statements(std::string_view sql) {
  Scanner scanner(sql);
  std::vector<Statement> statements(1);
  for (Token token; scanner.next(token);) {
    if (token.text.front() == '$') not_in_schema_sql();
    if (token.text == ";")
      statements.emplace_back();
    else
      statements.back().push_back(token);
  }
  if (scanner.saw_block_comment()) not_in_schema_sql();
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
