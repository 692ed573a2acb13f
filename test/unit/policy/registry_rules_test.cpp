#include "core/policy/registry.hpp"

#include "unit/support/catalog.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::policy {
namespace {

using test::Catalog;
using test::caught;
using test::Caught;
using Names = std::vector<std::string>;

Caught refusal(const Catalog& catalog) {
  return caught([&] { catalog.plan(); });
}

Caught bad_rule(const std::string& state, const std::string& relation, const std::string& what) {
  return {state, "the rule for " + relation + " in paliad.backup_sheet_rules " + what, "",
          "Correct or delete that row; paliad_backup_sheets() shows what a backup contains."};
}

TEST(SheetRules, SetTheKind) {
  Catalog catalog;
  catalog.add("p.clients");
  catalog.add("p.ref_courts");
  catalog.rule("p.clients").kind = model::SheetKind::reference;
  catalog.rule("p.ref_courts").kind = model::SheetKind::entity;
  EXPECT_EQ(catalog.sheets(), (Names{"ref_courts", "ref__clients"}));
}

TEST(SheetRules, SetTheOrder) {
  Catalog catalog;
  for (const char* name : {"p.a", "p.b", "p.c", "p.ref_d", "p.e"}) catalog.add(name);
  catalog.rule("p.e").position = 2;
  catalog.rule("p.ref_d").position = 2;
  catalog.rule("p.c").position = -1;
  catalog.rule("p.a");
  EXPECT_EQ(catalog.sheets(), (Names{"c", "e", "ref__d", "a", "b"}));
}

TEST(SheetRules, LeaveATableOutWithTheirNote) {
  Catalog catalog;
  catalog.add("p.drafts");
  catalog.add("p.logs");
  catalog.add("p.kept");
  catalog.rule("p.drafts").excluded = true;
  RuleFacts& noted = catalog.rule("p.logs");
  noted.excluded = true;
  noted.note = "of no use";
  catalog.rule("p.kept").note = "not excluded";
  EXPECT_EQ(catalog.sheets(), Names{"kept"});
  EXPECT_EQ(catalog.reason("p.drafts"), "left out by a rule");
  EXPECT_EQ(catalog.reason("p.logs"), "left out by a rule: of no use");
}

TEST(SheetRules, LeaveColumnsOut) {
  Catalog catalog;
  const RelationId clients = catalog.add("p.clients");
  catalog.column(clients, "name", 0, true);
  catalog.column(clients, "iban", 0, true);
  catalog.rule("p.clients").omitted_columns = {"iban"};
  const Registry registry = catalog.plan();
  const model::SheetInfo& sheet = registry.sheets[0].info;
  EXPECT_EQ(sheet.query, "SELECT id, name FROM ONLY p.clients ORDER BY id");
  ASSERT_EQ(sheet.columns.size(), 2U);
  EXPECT_EQ(sheet.columns[1].name, "name");
  EXPECT_EQ(sheet.omitted_columns, Names{"iban"});
}

// The order of the rows would reveal something of a column that is left out.
TEST(SheetRules, LeaveColumnsOutOfTheOrderToo) {
  Catalog catalog;
  const RelationId log = catalog.add_bare("p.log");
  catalog.column(log, "happened", 0, true);
  catalog.column(log, "note", 0, true);
  catalog.rule("p.log").omitted_columns = {"happened"};
  EXPECT_EQ(catalog.query("p.log"), "SELECT note FROM ONLY p.log ORDER BY note, ctid");
}

TEST(SheetRules, MustNotNameAPartition) {
  Catalog catalog;
  const RelationId visits = catalog.add("p.visits", 'p');
  catalog.add_partition("p.visits_2025", visits);
  catalog.rule("p.visits_2025").excluded = true;
  EXPECT_EQ(refusal(catalog), bad_rule("42809", "p.visits_2025",
                                       "names a partition, whose rows stand with p.visits"));
}

TEST(SheetRules, SpeakForPartitions) {
  Catalog catalog;
  const RelationId visits = catalog.add("p.visits", 'p');
  catalog.add_partition("p.visits_2025", visits);
  catalog.rule("p.visits").excluded = true;
  EXPECT_EQ(catalog.sheets(), Names{});
  EXPECT_EQ(catalog.reason("p.visits_2025"),
            "a partition of p.visits, which is left out by a rule");
}

TEST(SheetRules, TakeNothingIntoABackup) {
  Catalog catalog;
  catalog.add("p.view", 'v');
  catalog.own(catalog.add("p.backups"));
  catalog.rule("p.view").kind = model::SheetKind::entity;
  catalog.rule("p.backups").position = 1;
  EXPECT_EQ(catalog.sheets(), Names{});
}

TEST(SheetRules, MustNameATableOfTheSchemas) {
  const std::string what = "names no table of the schemas that are backed up";
  Catalog catalog;
  catalog.add("elsewhere.t");
  catalog.rule("elsewhere.t");
  EXPECT_EQ(refusal(catalog), bad_rule("42P01", "elsewhere.t", what));

  Catalog gone;
  gone.rule("p.gone").excluded = true;
  EXPECT_EQ(refusal(gone), bad_rule("42P01", "p.gone", what));
}

TEST(SheetRules, MustNotNamePaliadin) {
  for (const char* name : {"p.paliadin_turns", "p.Paliadin"}) {
    Catalog catalog;
    catalog.add(name);
    catalog.rule(name).excluded = true;
    EXPECT_EQ(refusal(catalog),
              bad_rule("42501", name, "names a relation that never leaves the database"));
  }
}

TEST(SheetRules, MustNameColumnsThatExist) {
  Catalog catalog;
  catalog.add("p.clients");
  catalog.rule("p.clients").omitted_columns = {"ID"};
  EXPECT_EQ(refusal(catalog),
            bad_rule("42703", "p.clients", "leaves out a column \"ID\" that doesn't exist"));
}

TEST(SheetRules, MustLeaveTheKeyIn) {
  Catalog catalog;
  catalog.add("p.clients");
  catalog.rule("p.clients").omitted_columns = {"id"};
  EXPECT_EQ(refusal(catalog),
            bad_rule("22023", "p.clients", "leaves out \"id\", which is part of the primary key"));
}

// The rule of a relation that is left out anyway is checked too: the relation may become a sheet
// later.
TEST(SheetRules, AreCheckedWhereTheyHaveNoEffect) {
  Catalog catalog;
  catalog.add("p.clients");
  RuleFacts& rule = catalog.rule("p.clients");
  rule.excluded = true;
  rule.omitted_columns = {"nothing"};
  EXPECT_EQ(refusal(catalog).state, "42703");
}

}  // namespace
}  // namespace paliad::policy
