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

TEST(SqlTokens, EndACommentWhereTheServerDoes) {
  EXPECT_EQ(read_statements("a -- b\rc; d -- e\nf").size(), 2U);
  EXPECT_EQ(texts("a -- it's\r;"), (std::vector<std::string>{"a"}));
}

// Of any statement.
std::vector<std::string> all_texts(const std::string& sql) {
  std::vector<std::string> texts;
  for (const Token& token : read_tokens(sql)) texts.push_back(token.text);
  return texts;
}

TEST(SqlTokens, OfAnyStatementMayBeDollarQuotes) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(all_texts("$$;'$$;"), (Texts{"$$;'$$", ";", ""}));
  EXPECT_EQ(all_texts("$_1ü$ $ $$ $_1 $_1ü$a"), (Texts{"$_1ü$ $ $$ $_1 $_1ü$", "a", ""}));
  EXPECT_EQ(all_texts("$a$x$$a$"), (Texts{"$a$x$$a$", ""}));
  EXPECT_EQ(all_texts("$1$2 a$b$ $"), (Texts{"$", "1", "$", "2", "a$b$", "$", ""}));
  EXPECT_EQ(read_tokens("$f$ it's $f$").at(0).value, " it's ");
  EXPECT_EQ(read_tokens("$f$ it's $f$").at(0).kind, Token::Kind::literal);
}

TEST(SqlTokens, OfAnyStatementMayHaveBlockCommentsBetween) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(all_texts("a/* ' /* b */ */c /**/ /***/ d/*/*/**/*/*/"), (Texts{"a", "c", "d", ""}));
  EXPECT_EQ(read_tokens("a/* ' */b -- c\n").at(1).space, "/* ' */");
  EXPECT_EQ(read_tokens("a b -- c\n").back().space, " -- c\n");
}

TEST(SqlTokens, RefuseAnyStatementThatNeverEnds) {
  for (const char* text : {"$a$ $b$", "$$ $", "/*", "/* /* */", "/* *", "a /*/", "'"})
    EXPECT_EQ(test::caught([&] { (void)read_tokens(text); }).state, sqlstate::data_corrupted)
        << text;
}

TEST(SqlTokens, RefuseAQuoteThatNeverEnds) {
  for (const char* text : {"'a", "\"a", "E'a\\'", "'a''", "E'a\\"}) {
    const test::Caught error = test::caught([&] { (void)read_statements(text); });
    EXPECT_EQ(error.state, sqlstate::data_corrupted);
    EXPECT_EQ(error.message, "a quote in a statement never ends");
  }
}

TEST(SqlTokens, RefuseWhatNoStatementOfABackupHas) {
  for (const char* text : {"a /* ' */ b", "a; /**/", "$$;$$", "a $1", "$tag$'$tag$"}) {
    const test::Caught error = test::caught([&] { (void)read_statements(text); });
    EXPECT_EQ(error.state, sqlstate::data_corrupted);
    EXPECT_EQ(error.message, "schema.sql has a dollar quote or a block comment");
  }
  EXPECT_EQ(texts("a$1 / * '$' \"/*\""),
            (std::vector<std::string>{"a$1", "/", "*", "'$'", "\"/*\""}));
}

}  // namespace
}  // namespace paliad::schema
