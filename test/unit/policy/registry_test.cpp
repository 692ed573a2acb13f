#include "core/policy/registry.hpp"

#include "unit/support/catalog.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::policy {
namespace {

using test::Catalog;
using Names = std::vector<std::string>;

TEST(Registry, OfNothingIsEmpty) {
  const Registry registry = Catalog().plan();
  EXPECT_TRUE(registry.sheets.empty());
  EXPECT_TRUE(registry.exclusions.empty());
  EXPECT_TRUE(registry.warnings.empty());
}

TEST(Registry, ReferenceTablesFollowEntities) {
  Catalog catalog;
  catalog.add("p.ref_courts");
  catalog.add("p.clients");
  catalog.add("p.ref");
  catalog.add("p.reference");
  EXPECT_EQ(catalog.sheets(), (Names{"clients", "ref", "reference", "ref__courts"}));
  const Registry registry = catalog.plan();
  EXPECT_EQ(registry.sheets[0].info.kind, model::SheetKind::entity);
  EXPECT_EQ(registry.sheets[3].info.kind, model::SheetKind::reference);
  EXPECT_EQ(registry.sheets[3].info.relation, "p.ref_courts");
}

TEST(Registry, EveryRelationIsASheetOrInTheLedger) {
  Catalog catalog;
  for (const char kind : {'r', 'p', 'v', 'm', 'f'})
    for (const char* name : {"p.one", "p.paliadin_two", "p.ref_three"})
      catalog.add(name + std::string(1, kind), kind);
  const Registry registry = catalog.plan();
  EXPECT_EQ(registry.sheets.size(), 4U);
  EXPECT_EQ(registry.exclusions.size(), 11U);
}

TEST(Registry, ReadsAPartitionedTableAsOneSheet) {
  Catalog catalog;
  const RelationId visits = catalog.add("p.visits", 'p');
  const RelationId year = catalog.add_partition("p.visits_2025", visits, 'p');
  const RelationId munich = catalog.add_partition("p.visits_2025_munich", year);
  const RelationId outside = catalog.add_partition("elsewhere.visits_2024", visits);
  EXPECT_EQ(catalog.sheets(), Names{"visits"});
  EXPECT_EQ(catalog.query("p.visits"), "SELECT id FROM p.visits ORDER BY id");
  EXPECT_EQ(catalog.plan().sheets[0].reads,
            (std::vector<RelationId>{visits, year, munich, outside}));
  EXPECT_EQ(catalog.reason("p.visits_2025"), "a partition: its rows are with p.visits");
  EXPECT_EQ(catalog.reason("p.visits_2025_munich"), "a partition: its rows are with p.visits");
  EXPECT_EQ(catalog.reason("elsewhere.visits_2024"), "");
}

TEST(Registry, AChildTableIsASheetOfItsOwn) {
  Catalog catalog;
  const RelationId people = catalog.add("p.people");
  catalog.inherit(catalog.add("p.lawyers"), people);
  const RelationId clerks = catalog.add("elsewhere.clerks");
  catalog.inherit(clerks, people);
  EXPECT_EQ(catalog.sheets(), (Names{"people", "lawyers"}));
  EXPECT_EQ(catalog.reason("elsewhere.clerks"),
            "inherits from p.people, but is in a schema that is not backed up");
}

TEST(Registry, RefusesADamagedCatalog) {
  Catalog catalog;
  const RelationId child = catalog.add("p.child");
  catalog.inherit(child, 99);
  EXPECT_EQ(
      test::caught([&] { catalog.plan(); }),
      (test::Caught{
          "XX001", "relation 99 in pg_inherits does not exist", "",
          "Repair pg_inherits: without it nobody can say which tables may leave the database."}));
}

TEST(Registry, EndsWhereParentsGoInCircles) {
  Catalog catalog;
  const RelationId talk_parent = catalog.add("p.paliadin");
  const RelationId one = catalog.add("p.one");
  const RelationId two = catalog.add("p.two");
  catalog.inherit(one, two);
  catalog.inherit(two, one);
  catalog.inherit(two, talk_parent);
  EXPECT_EQ(catalog.sheets(), Names{});
}

TEST(Registry, SaysNothingOfStrangers) {
  Catalog catalog;
  const RelationId parent = catalog.add("elsewhere.parent");
  catalog.inherit(catalog.add("elsewhere.child"), parent);
  EXPECT_TRUE(catalog.plan().exclusions.empty());
}

TEST(SheetNames, CollidingOnesCarryTheirSchemaThenANumber) {
  Catalog catalog;
  catalog.add("p.Matters");
  catalog.add("p.matters");
  catalog.add("p.MATTERS");
  catalog.add("q.matters");
  EXPECT_EQ(catalog.sheets(), (Names{"Matters", "p.matters", "p.MATTERS~2", "q.matters"}));
}

TEST(SheetNames, OfReferenceTablesCollideLikeOthers) {
  Catalog catalog;
  catalog.add("p.ref__courts");
  catalog.add("p.ref_courts");
  catalog.add("q.ref_courts");
  EXPECT_EQ(catalog.sheets(), (Names{"ref___courts", "ref__courts", "ref__q.ref_courts"}));
}

TEST(SheetNames, LongOnesAreCut) {
  const std::string schema(63, 's');
  const std::string table(63, 't');
  Catalog catalog;
  catalog.add("p." + table);
  catalog.add(schema + "." + table);
  EXPECT_EQ(catalog.sheets(), (Names{table, schema + "." + std::string(16, 't')}));
}

TEST(SheetQuery, IsOrderedByThePrimaryKeyInItsOrder) {
  Catalog catalog;
  const RelationId table = catalog.add_bare("p.t");
  catalog.column(table, "a", 2, true);
  catalog.column(table, "\"b c\"", 1, true);
  catalog.column(table, "d", 0, true);
  EXPECT_EQ(catalog.query("p.t"), "SELECT a, \"b c\", d FROM ONLY p.t ORDER BY \"b c\", a");
  EXPECT_TRUE(catalog.plan().warnings.empty());
}

TEST(SheetQuery, WithoutAKeyIsOrderedByWhatCanBeOrdered) {
  Catalog catalog;
  for (const char kind : {'r', 'p'}) {
    const RelationId table = catalog.add_bare(std::string("p.") + kind, kind);
    catalog.column(table, "a", 0, true);
    catalog.column(table, "point", 0, false);
    catalog.column(table, "b", 0, true);
  }
  EXPECT_EQ(catalog.query("p.r"), "SELECT a, point, b FROM ONLY p.r ORDER BY a, b, ctid");
  EXPECT_EQ(catalog.query("p.p"), "SELECT a, point, b FROM p.p ORDER BY a, b, tableoid, ctid");
  EXPECT_TRUE(catalog.plan().warnings.empty());
}

TEST(Registry, WarnsOfASchemaWithoutASheet) {
  Catalog catalog;
  for (const char* schema : {"full", "empty", "paliadin_alone", "ruled_out"})
    catalog.configure(schema);
  catalog.add("full.clients");
  catalog.add("paliadin_alone.paliadin_turns");
  catalog.add("ruled_out.scratch");
  catalog.rule("ruled_out.scratch").excluded = true;
  Names warned;
  for (const model::Warning& warning : catalog.plan().warnings) warned.push_back(warning.what.text);
  EXPECT_EQ(warned, (Names{"schema \"empty\" has no table in the backup",
                           "schema \"paliadin_alone\" has no table in the backup",
                           "schema \"ruled_out\" has no table in the backup"}));
}

TEST(Registry, SaysWhereACastWasNotCalled) {
  Catalog catalog;
  catalog.foreign_cast(catalog.add("p.diary"), "mood");
  const Registry registry = catalog.plan();
  ASSERT_EQ(registry.warnings.size(), 1U);
  EXPECT_EQ(registry.warnings[0].sheet, "diary");
  EXPECT_EQ(registry.warnings[0].column, "mood");
  EXPECT_EQ(registry.warnings[0].what.code, "foreign_cast");
}

TEST(SheetQuery, WithoutAnyOrderSaysSo) {
  Catalog catalog;
  catalog.column(catalog.add_bare("p.points"), "point", 0, false);
  EXPECT_EQ(catalog.query("p.points"), "SELECT point FROM ONLY p.points ORDER BY ctid");
  const Registry registry = catalog.plan();
  ASSERT_EQ(registry.warnings.size(), 1U);
  EXPECT_EQ(registry.warnings[0].sheet, "points");
  EXPECT_EQ(registry.warnings[0].column, "");
  EXPECT_EQ(registry.warnings[0].what.code, "unordered");
  EXPECT_EQ(registry.warnings[0].what.text,
            "no column can be sorted: the rows are in the order in which the table stores them");
}

}  // namespace
}  // namespace paliad::policy
