#include "core/schema/script_parts.hpp"

#include "core/codes/codes.hpp"
#include "unit/support/object_graph.hpp"

#include <gtest/gtest.h>

namespace paliad::schema {
namespace {

using test::address_of;
using test::after_rows;
using test::anything;
using test::need;
using test::object;
using test::with_stand_in;

Script parts_of(const ObjectGraph& graph, bool with_roles) {
  Losses losses = find_losses(graph, anything);
  const ObjectOrder order = put_in_order(graph, losses);
  return script_parts(graph, order, with_roles);
}

// Each part as "heading: statement; ...", with the roles that each statement names.
std::vector<std::string> said(const std::vector<ScriptPart>& parts) {
  std::vector<std::string> all;
  for (const ScriptPart& part : parts) {
    std::string text = part.heading + ":";
    for (const ScriptStatement& statement : part.statements) {
      text += " " + statement.text;
      for (const std::string& role : statement.roles.named) text += " [" + role + "]";
      for (const std::string& role : statement.roles.acting) text += " [as " + role + "]";
    }
    all.push_back(text);
  }
  return all;
}

using Texts = std::vector<std::string>;

TEST(ScriptParts, AreWhatFollowsOfOneKind) {
  ObjectGraph graph;
  graph.objects = {object(Kind::schema, 1, "s"),          object(Kind::type, 2, "y"),
                   object(Kind::domain_check, 3, "c"),    object(Kind::table, 4, "t"),
                   after_rows(object(Kind::key, 5, "k")), after_rows(object(Kind::index, 6, "i"))};
  const Script script = parts_of(graph, true);
  EXPECT_EQ(said(script.before),
            (Texts{"Schemas: make s;", "Types: make y; make c;", "Tables: make t;"}));
  EXPECT_EQ(said(script.after), (Texts{"Keys: make k;", "Indexes: make i;"}));
}

TEST(ScriptParts, AreOfStatementsThatPsqlSendsAsTheyAre) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "t")};
  graph.objects[0].statements = {"ALTER TABLE t ADD CHECK (a[1:n] <> ':n');"};
  graph.objects[0].comments = {"COMMENT ON COLUMN t.begin IS ':n';"};
  graph.objects[0].rights = {{{{"r"}, {}}, "GRANT SELECT (begin) ON t TO r;"}};
  const Script script = parts_of(graph, true);
  EXPECT_EQ(said(script.before), (Texts{"Tables: ALTER TABLE t ADD CHECK (a[1: n] <> ':n');"}));
  EXPECT_EQ(said(script.after), (Texts{"Comments: COMMENT ON COLUMN t.\"begin\" IS ':n';",
                                       "Rights: GRANT SELECT (\"begin\") ON t TO r; [r]"}));
}

TEST(ScriptParts, HaveAHeadingForEachKind) {
  for (int kind = 0; kind <= static_cast<int>(Kind::other); ++kind) {
    ObjectGraph graph;
    graph.objects = {object(static_cast<Kind>(kind), 1, "n")};
    const Script script = parts_of(graph, true);
    ASSERT_EQ(script.before.size(), 1U);
    EXPECT_EQ(script.before[0].heading == "Others", kind == static_cast<int>(Kind::other)) << kind;
  }
}

TEST(ScriptParts, MakeAStandInAndItsCompletion) {
  ObjectGraph graph;
  graph.objects = {with_stand_in(object(Kind::view, 1, "v")), object(Kind::function, 2, "f"),
                   with_stand_in(object(Kind::type, 3, "y")), object(Kind::function, 4, "in")};
  graph.objects[0].completion = "replace v;";
  graph.dependencies = {need(1, 2), need(2, 1), need(3, 4), need(4, 3)};
  EXPECT_EQ(said(parts_of(graph, true).before),
            (Texts{"Types: declare y;", "Functions: make in;", "Types: make y;",
                   "Views: declare v;", "Functions: make f;", "Views: replace v;"}));
}

TEST(ScriptParts, EndWithCommentsRightsAndRowsOfViews) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "t"), after_rows(object(Kind::materialized_view, 2, "v")),
                   object(Kind::policy, 3, "p")};
  graph.objects[0].comments = {"comment t;"};
  graph.objects[0].rights = {{{{"clerks"}, {"anna"}, "anna"}, "grant t;"},
                             {{}, "grant t to public;"}};
  graph.objects[1].at_the_end = {"refresh v;"};
  graph.objects[1].comments = {"comment v;"};
  graph.objects[2].statements.clear();
  graph.objects[2].for_roles = {{{{"clerks"}, {}}, "policy p;"}};
  graph.default_rights = {{{{"clerks"}, {"anna"}}, "defaults;"}};
  const Script script = parts_of(graph, true);
  EXPECT_EQ(said(script.before),
            (Texts{"Tables: make t;", "Row-level security: policy p; [clerks]"}));
  EXPECT_EQ(said(script.after), (Texts{"Views: make v;", "Comments: comment t; comment v;",
                                       "Rights: grant t; [clerks] [as anna] grant t to public;",
                                       "Rights on what is made later: defaults; [clerks] [as anna]",
                                       "Rows of materialized views: refresh v;"}));
  EXPECT_EQ(said(parts_of(graph, false).before), Texts{"Tables: make t;"});
  EXPECT_EQ(said(parts_of(graph, false).after),
            (Texts{"Views: make v;", "Comments: comment t; comment v;"}));
}

Object owned(Object object) {
  object.owners = {{{{}, {"anna"}}, "own " + object.name + ";"}};
  object.rights = {{{{"clerks"}, {}}, "grant " + object.name + ";"}};
  return object;
}

// So that functions in an index run with the rights of the table's owner too.
TEST(ScriptParts, HaveOwnersBeforeAnythingRuns) {
  ObjectGraph graph;
  graph.objects = {owned(object(Kind::schema, 1, "s")), owned(object(Kind::table, 2, "t")),
                   after_rows(object(Kind::index, 3, "i")),
                   owned(after_rows(object(Kind::view, 4, "v"))),
                   owned(after_rows(object(Kind::view, 5, "w")))};
  const Script script = parts_of(graph, true);
  EXPECT_EQ(said(script.before),
            (Texts{"Schemas: make s;", "Tables: make t;", "Owners: own s; [as anna]",
                   "Rights of schemas: grant s; [clerks]", "Owners: own t; [as anna]"}));
  EXPECT_EQ(said(script.after),
            (Texts{"Indexes: make i;", "Views: make v; own v; [as anna] make w; own w; [as anna]",
                   "Rights: grant t; [clerks] grant v; [clerks] grant w; [clerks]"}));
}

// The statements of `parts` for which `is_so` returns true.
template <typename Is>
std::vector<std::string> those(const std::vector<ScriptPart>& parts, const Is& is_so) {
  std::vector<std::string> all;
  for (const ScriptPart& part : parts)
    for (const ScriptStatement& statement : part.statements)
      if (is_so(statement)) all.push_back(statement.text);
  return all;
}

TEST(ScriptParts, TellWhatIsAskedOfTheRows) {
  ObjectGraph graph;
  for (const Kind kind : {Kind::table, Kind::domain_check, Kind::key, Kind::check,
                          Kind::foreign_key, Kind::trigger}) {
    const std::string number = std::to_string(graph.objects.size());
    Object one = object(kind, static_cast<std::uint32_t>(graph.objects.size()), number);
    one.statements = {"add " + number + ";", "then " + number + ";"};
    graph.objects.push_back(one);
  }
  Object not_valid = object(Kind::check, 9, "9");
  not_valid.statements = {"add 9 NOT VALID;"};
  graph.objects.push_back(not_valid);
  const auto asks = [](const ScriptStatement& one) { return one.asks_rows; };
  EXPECT_EQ(those(parts_of(graph, true).before, asks), (Texts{"add 1;", "add 3;", "add 4;"}));
}

TEST(ScriptParts, NameWhatLiesOutsideOfTheBackupsSchemas) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "auth.users"), object(Kind::domain_check, 2, "c"),
                   object(Kind::sequence_owner, 3, "auth.s"), object(Kind::table, 4, "public.t")};
  for (Object& one : graph.objects) {
    one.asked = one.name == "public.t";
    one.comments = {"comment " + one.name + ";"};
    one.owners = {{{{}, {"anna"}}, "own " + one.name + ";"}};
    one.rights = {{{{"anna"}, {}}, "grant " + one.name + ";"}};
    one.at_the_end = {"end " + one.name + ";"};
  }
  graph.objects[1].table = "auth.d";
  const Script script = parts_of(graph, true);
  const auto outside = [](const std::string& name) {
    return [name](const ScriptStatement& one) { return one.outside == name; };
  };
  EXPECT_EQ(those(script.before, outside("auth.users")),
            (Texts{"make auth.users;", "own auth.users;"}));
  EXPECT_EQ(those(script.after, outside("auth.users")),
            (Texts{"comment auth.users;", "grant auth.users;", "end auth.users;"}));
  // A domain's check belongs to the domain; a statement that changes a table of the backup belongs
  // to that.
  EXPECT_EQ(those(script.before, outside("auth.d")), (Texts{"make c;", "own c;"}));
  EXPECT_EQ(those(script.before, outside("")),
            (Texts{"make public.t;", "make auth.s;", "own public.t;", "own auth.s;"}));
}

TEST(ScriptParts, SayNothingOfWhatIsLost) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "t"), object(Kind::function, 2, "f")};
  graph.objects[1].refusal = codes::coded("named_paliadin");
  graph.objects[1].comments = {"comment f;"};
  graph.objects[1].owners = {{{{}, {"anna"}}, "own f;"}};
  const Script script = parts_of(graph, true);
  EXPECT_EQ(said(script.before), Texts{"Tables: make t;"});
  EXPECT_TRUE(script.after.empty());
}

TEST(IsMade, KnowsParts) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "t"), object(Kind::type, 2, "y")};
  graph.objects[1].refusal = codes::coded("named_paliadin");
  graph.parts = {{address_of(11), address_of(1)}, {address_of(12), address_of(2)}};
  const Losses losses = find_losses(graph, anything);
  const ObjectPlaces places(graph);
  EXPECT_TRUE(is_made(places, losses, address_of(1)));
  EXPECT_TRUE(is_made(places, losses, address_of(11)));
  EXPECT_FALSE(is_made(places, losses, address_of(12)));
  EXPECT_FALSE(is_made(places, losses, address_of(3)));
}

TEST(NeededExtensions, AreThoseThatSomethingCarriedNeeds) {
  ObjectGraph graph;
  graph.objects = {object(Kind::extension, 1, "\"uuid-ossp\""),
                   object(Kind::extension, 2, "idle"),
                   object(Kind::extension, 3, "of_the_lost"),
                   object(Kind::table, 4, "a.t"),
                   object(Kind::function, 5, "a.f"),
                   object(Kind::function, 6, "a.lost")};
  graph.objects[0].plain_name = "uuid-ossp";
  graph.objects[5].refusal = codes::coded("named_paliadin");
  graph.parts = {{address_of(11), address_of(1)}};  // a function of the extension
  graph.dependencies = {need(11, 1), need(5, 11), need(4, 11), need(4, 1), need(6, 3)};
  const auto extensions = needed_extensions(graph, find_losses(graph, anything));
  ASSERT_EQ(extensions.size(), 1U);
  EXPECT_EQ(extensions[0].name, "uuid-ossp");
  EXPECT_EQ(extensions[0].needed_by, (Texts{"a.t", "function a.f"}));
}

}  // namespace
}  // namespace paliad::schema
