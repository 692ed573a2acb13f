#include "core/schema/sql_tokens.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::schema {
namespace {

std::vector<std::string> texts(const std::string& sql) {
  std::vector<std::string> texts;
  for (const Statement& statement : read_statements(sql))
    for (const Token& token : statement) texts.push_back(token.text);
  return texts;
}

TEST(SqlTokens, AreNamesLiteralsNumbersAndMarks) {
  EXPECT_EQ(texts("a.\"b c\"::numeric(10,2)"),
            (std::vector<std::string>{"a", ".", "\"b c\"", ":", ":", "numeric", "(", "10", ",", "2",
                                      ")"}));
  EXPECT_EQ(texts("x<=-1.5"), (std::vector<std::string>{"x", "<", "=", "-", "1.5"}));
}

TEST(SqlTokens, KnowWhatAQuoteHolds) {
  const Statement statement = read_statements(R"(E'it\'s \\' 'it''s' "say ""x;""" 'a\')").at(0);
  ASSERT_EQ(statement.size(), 4U);
  EXPECT_EQ(statement[0].value, R"(it's \)");
  EXPECT_EQ(statement[0].kind, Token::Kind::literal);
  EXPECT_EQ(statement[1].value, "it's");
  EXPECT_EQ(statement[2].value, "say \"x;\"");
  EXPECT_EQ(statement[2].kind, Token::Kind::name);
  EXPECT_EQ(statement[3].value, "a\\");
}

TEST(SqlTokens, EndStatementsAtSemicolonsOutsideOfQuotes) {
  const auto statements = read_statements("-- a comment; with one\nA ';' b;; C \";\";\n");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(to_text(statements[0]), "A ';' b");
  EXPECT_EQ(to_text(statements[1]), "C \";\"");
}

TEST(SqlTokens, KeepWhatStandsBetweenThem) {
  const std::string text = "CREATE TABLE a.b (\n  c text DEFAULT E'\\n'::text NOT NULL\n)";
  EXPECT_EQ(to_text(read_statements(text + ";").at(0)), text);
}

TEST(SqlTokens, RefuseAQuoteThatNeverEnds) {
  for (const char* text : {"'a", "\"a", "E'a\\'", "'a''", "E'a\\"}) {
    const test::Caught error = test::caught([&] { (void)read_statements(text); });
    EXPECT_EQ(error.state, sqlstate::data_corrupted);
    EXPECT_EQ(error.message, "a quote in schema.sql never ends");
  }
}

TEST(SqlTokens, RefuseWhatNoStatementOfABackupHas) {
  for (const char* text : {"a /* ' */ b", "$$;$$", "a $1", "$tag$'$tag$"}) {
    const test::Caught error = test::caught([&] { (void)read_statements(text); });
    EXPECT_EQ(error.state, sqlstate::data_corrupted);
    EXPECT_EQ(error.message, "schema.sql has a dollar quote or a block comment");
  }
  EXPECT_EQ(texts("a$1 / * '$' \"/*\""),
            (std::vector<std::string>{"a$1", "/", "*", "'$'", "\"/*\""}));
}

}  // namespace
}  // namespace paliad::schema
