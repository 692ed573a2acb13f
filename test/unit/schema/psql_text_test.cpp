#include "core/schema/psql_text.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::schema {
namespace {

TEST(PsqlText, HasASpaceBetweenAColonAndWhatMayBeAVariable) {
  EXPECT_EQ(for_psql("a[1:n]"), "a[1: n]");
  EXPECT_EQ(for_psql("a[:n]"), "a[: n]");
  EXPECT_EQ(for_psql("a[1:\"USER\"]"), "a[1: \"USER\"]");
  EXPECT_EQ(for_psql("a['1':'2']"), "a['1': '2']");
  EXPECT_EQ(for_psql("a[1:E'2'][3:_n]"), "a[1: E'2'][3: _n]");
  EXPECT_EQ(for_psql("a[1:2]"), "a[1: 2]");
  EXPECT_EQ(for_psql("a[1:größe], a[1:öl]"), "a[1: größe], a[1: öl]");
  EXPECT_EQ(for_psql("a[1:{?n}]"), "a[1: {?n}]");
  EXPECT_EQ(for_psql("a[n::integer:m::integer:k]"), "a[n::integer: m::integer: k]");
  EXPECT_EQ(for_psql("a:::b"), "a::: b");
}

TEST(PsqlText, IsAsItWasWherePsqlSeesNoVariable) {
  for (const char* text : {"",
                           "a[1: n]",
                           "a[:]",
                           "a[1:-n]",
                           "a[1:(n)]",
                           "a[1:$1]",
                           "n::text",
                           "n::\"char\"",
                           "'x'::name",
                           "(a)::b[1:]",
                           "f(n := 1)",
                           "f(n=>1)",
                           "':n'",
                           "'it''s :n'",
                           "E'\\' :n'",
                           "\"a:n\"",
                           "\"a\"\":n\"",
                           "$$a:n$$",
                           "$f$ :n $$ :\"n\" $f$",
                           "-- a:n\nb",
                           "b -- a:n",
                           "/* :n /* */ :n */ b",
                           "a:\nn",
                           "B':n'",
                           "U&':n'",
                           "U&\":n\"",
                           "a;\n  b; "})
    EXPECT_EQ(for_psql(text), text);
}

TEST(PsqlText, GoesOnBehindWhatIsQuoted) {
  EXPECT_EQ(for_psql("'a''':n"), "'a''': n");
  EXPECT_EQ(for_psql("'\\':n"), "'\\': n");
  EXPECT_EQ(for_psql("E'\\\\':n"), "E'\\\\': n");
  EXPECT_EQ(for_psql("\"a\":n"), "\"a\": n");
  EXPECT_EQ(for_psql("$f$ $f$:n"), "$f$ $f$: n");
  EXPECT_EQ(for_psql("-- '\nb:n /* ' */c:n"), "-- '\nb: n /* ' */c: n");
}

TEST(PsqlText, HasNoNameThatPsqlTakesForABodysBeginning) {
  EXPECT_EQ(for_psql("CREATE FUNCTION begin.f() BEGIN ATOMIC SELECT t.begin; END;"),
            "CREATE FUNCTION \"begin\".f() BEGIN ATOMIC SELECT t.\"begin\"; END;");
  const std::string same =
      "BEGIN ATOMIC SELECT 'begin', $$begin$$, \"begin\", begins, a_begin; END;";
  EXPECT_EQ(for_psql(same), same);
}

TEST(PsqlText, StaysAsItIsOnceItIs) {
  const std::string once = for_psql("a[1:n] begin $$ :n $$; ");
  EXPECT_EQ(for_psql(once), once);
}

TEST(PsqlText, IsOfAWholeStatement) { EXPECT_EQ(for_psql("'a:n"), "'a:n"); }

}  // namespace
}  // namespace paliad::schema
