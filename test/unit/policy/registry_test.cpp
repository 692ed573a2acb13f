#include "core/policy/registry.hpp"

#include "unit/support/catalog.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::policy {
namespace {

using test::Catalog;
using Names = std::vector<std::string>;

const std::string talk = "conversations with Paliadin never leave the database";

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

TEST(Registry, LeavesOutWhatHoldsNoDataHere) {
  Catalog catalog;
  catalog.add("p.view", 'v');
  catalog.add("p.materialized", 'm');
  catalog.add("p.foreign", 'f');
  catalog.own(catalog.add("p.backups"));
  EXPECT_EQ(catalog.sheets(), Names{});
  EXPECT_EQ(catalog.reason("p.view"), "a view holds no data of its own");
  EXPECT_EQ(catalog.reason("p.materialized"), "a materialized view holds no data of its own");
  EXPECT_EQ(catalog.reason("p.foreign"), "a foreign table's data lies on another server");
  EXPECT_EQ(catalog.reason("p.backups"), "belongs to paliad_backup itself");
}

TEST(Registry, LeavesOutPaliadinByNameInAnyCase) {
  for (const char* name : {"p.paliadin", "p.paliadin_turns", "p.PALIADIN", "p.Paliadin x",
                           "p.pALIADINs", "second.paliadin_aichat_conversation"})
    for (const char kind : {'r', 'p', 'v', 'm', 'f'}) {
      Catalog catalog;
      catalog.add(name, kind);
      EXPECT_EQ(catalog.sheets(), Names{}) << name;
      EXPECT_EQ(catalog.reason(name), talk) << name;
    }
}

TEST(Registry, TakesWhatIsOnlyNearlyCalledPaliadin) {
  for (const char* name : {"p.paliadi", "p.paliad_in", "p.my_paliadin", "p.0aliadin",
                           "p.pali\xC3\xA4"
                           "din"}) {
    Catalog catalog;
    catalog.add(name);
    EXPECT_EQ(catalog.plan().sheets.size(), 1U) << name;
  }
}

TEST(Registry, LeavesOutDescendantsOfPaliadinAtAnyDepth) {
  Catalog catalog;
  const RelationId top = catalog.add("elsewhere.paliadin_log", 'p');
  const RelationId middle = catalog.add_partition("elsewhere.log_2025", top, 'p');
  catalog.add_partition("p.log_munich", middle);
  const RelationId turns = catalog.add("p.paliadin_turns");
  const RelationId child = catalog.add("p.remarks");
  catalog.inherit(child, turns);
  catalog.inherit(catalog.add("p.later_remarks"), child);
  EXPECT_EQ(catalog.sheets(), Names{});
  EXPECT_EQ(catalog.reason("p.log_munich"),
            "belongs to elsewhere.paliadin_log, which never leaves the database");
  EXPECT_EQ(catalog.reason("p.later_remarks"),
            "belongs to p.paliadin_turns, which never leaves the database");
}

TEST(Registry, ReadsNoPartitionedTableWithAPaliadinPartition) {
  Catalog catalog;
  const RelationId chats = catalog.add("p.chats", 'p');
  const RelationId year = catalog.add_partition("p.chats_2025", chats, 'p');
  catalog.add_partition("elsewhere.paliadin_chats", year);
  EXPECT_EQ(catalog.query("p.chats"), "");
  EXPECT_EQ(catalog.reason("p.chats"),
            "has the partition elsewhere.paliadin_chats, which never leaves the database");
  EXPECT_EQ(catalog.reason("p.chats_2025"), catalog.reason("p.chats"));
}

// A parent that isn't partitioned is read without its children (ONLY), so they don't matter.
TEST(Registry, ReadsTheParentOfAPaliadinChildAlone) {
  Catalog catalog;
  const RelationId people = catalog.add("p.people");
  catalog.inherit(catalog.add("p.paliadin_people"), people);
  EXPECT_EQ(catalog.query("p.people"), "SELECT id FROM ONLY p.people ORDER BY id");
  EXPECT_EQ(catalog.plan().sheets[0].reads, std::vector<RelationId>{people});
  EXPECT_EQ(catalog.reason("p.paliadin_people"), talk);
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
  EXPECT_EQ(catalog.reason("p.visits_2025"), "a partition: its rows stand with p.visits");
  EXPECT_EQ(catalog.reason("p.visits_2025_munich"), "a partition: its rows stand with p.visits");
  EXPECT_EQ(catalog.reason("elsewhere.visits_2024"), "");
}

// The branch has the lower oid, because it was a table of its own before it was attached.
TEST(Registry, NamesTheTopOfAPartitionTree) {
  Catalog catalog;
  const RelationId branch = catalog.add("p.calls_2025", 'p');
  catalog.add_partition("p.calls_2025_munich", branch);
  catalog.attach(branch, catalog.add("p.calls", 'p'));
  EXPECT_EQ(catalog.sheets(), Names{"calls"});
  EXPECT_EQ(catalog.reason("p.calls_2025_munich"), "a partition: its rows stand with p.calls");
}

TEST(Registry, APartitionOfATableThatIsNotBackedUpStandsForItself) {
  Catalog catalog;
  catalog.add_partition("p.visits_2025", catalog.add("elsewhere.visits", 'p'));
  EXPECT_EQ(catalog.query("p.visits_2025"), "SELECT id FROM ONLY p.visits_2025 ORDER BY id");
}

// Otherwise its rows would be in no sheet, although the ledger says that they are.
TEST(Registry, APartitionOfATableThatCannotBeReadStandsForItself) {
  Catalog catalog;
  const RelationId mail = catalog.add("p.mail", 'p');
  catalog.add_partition("p.mail_old", mail, 'f');
  catalog.add_partition("p.mail_new", mail);
  const RelationId year = catalog.add_partition("p.mail_2025", mail, 'p');
  catalog.add_partition("p.mail_2025_munich", year);
  EXPECT_EQ(catalog.sheets(), (Names{"mail_new", "mail_2025"}));
  EXPECT_EQ(catalog.reason("p.mail"),
            "has the partition p.mail_old, whose data lies on another server");
  EXPECT_EQ(catalog.reason("p.mail_2025_munich"), "a partition: its rows stand with p.mail_2025");
}

TEST(Registry, APartitionThatIsBeingDetachedStandsForItself) {
  Catalog catalog;
  const auto top = catalog.add("p.dates", 'p');
  const auto kept = catalog.add_partition("p.dates_1", top);
  catalog.add_partition("p.dates_2", top);
  catalog.begin_detaching(3);
  EXPECT_EQ(catalog.sheets(), (Names{"dates", "dates_2"}));
  EXPECT_EQ(catalog.plan().sheets[0].reads, (std::vector<RelationId>{top, kept}));
}

TEST(Registry, APartitionThatPaliadinIsDetachingStaysOut) {
  Catalog catalog;
  const auto top = catalog.add("p.paliadin_turns", 'p');
  catalog.add_partition("p.turns_1", top);
  catalog.begin_detaching(2);
  EXPECT_EQ(catalog.sheets(), Names{});
}

TEST(Registry, LeavesOutColumnsThatHoldPaliadin) {
  Catalog catalog;
  const auto notes = catalog.add("p.notes");
  catalog.column_of_paliadin(notes, "turn", "p.paliadin_turns");
  catalog.column(notes, "said", 0, true);
  const PlannedSheet sheet = catalog.plan().sheets.at(0);
  EXPECT_EQ(sheet.info.query, "SELECT id, said FROM ONLY p.notes ORDER BY id");
  EXPECT_EQ(sheet.info.omitted_columns, Names{"turn"});
  const model::Warning warning = catalog.plan().warnings.at(0);
  EXPECT_EQ(warning.what.code, "column_left_out");
  EXPECT_EQ(warning.column, "turn");
  EXPECT_EQ(warning.what.text,
            "it is left out: its values hold p.paliadin_turns, which never leaves the "
            "database");
}

TEST(Registry, LeavesOutColumnsThatHoldRowsOfAShortenedTable) {
  Catalog catalog;
  const auto staff = catalog.add("p.staff", 'p');
  catalog.column(staff, "salary", 0, true);
  const auto part = catalog.add_partition("p.staff_1", staff);
  const auto other = catalog.add("p.other");
  const auto history = catalog.add("p.history");
  catalog.column_of_rows(history, "old", staff);
  catalog.column_of_rows(history, "older", part);
  catalog.column_of_rows(history, "else", other);
  catalog.rule("p.staff").omitted_columns = {"salary"};
  for (const PlannedSheet& sheet : catalog.plan().sheets)
    if (sheet.info.sheet == "history")
      EXPECT_EQ(sheet.info.query, "SELECT id, else FROM ONLY p.history ORDER BY id");
}

TEST(Registry, LeavesOutColumnsThatHoldRowsOfATableLeftOut) {
  Catalog catalog;
  const auto staff = catalog.add("p.staff");
  const auto history = catalog.add("p.history");
  catalog.column_of_rows(history, "old", staff);
  catalog.rule("p.staff").excluded = true;
  EXPECT_EQ(catalog.query("p.history"), "SELECT id FROM ONLY p.history ORDER BY id");
}

TEST(Registry, LeavesOutTablesWhoseKeyHoldsSuchRows) {
  Catalog catalog;
  const auto staff = catalog.add("p.staff");
  const auto history = catalog.add("p.history");
  catalog.column_of_rows(history, "old", staff, 2);
  catalog.rule("p.staff").excluded = true;
  EXPECT_EQ(catalog.reason("p.history"),
            "its primary key has the column old: its values hold rows of p.staff, which a rule "
            "leaves out or shortens");
}

TEST(Registry, AChildTableIsASheetOfItsOwn) {
  Catalog catalog;
  const RelationId people = catalog.add("p.people");
  catalog.inherit(catalog.add("p.lawyers"), people);
  const RelationId clerks = catalog.add("elsewhere.clerks");
  catalog.inherit(clerks, people);
  EXPECT_EQ(catalog.sheets(), (Names{"people", "lawyers"}));
  EXPECT_EQ(catalog.reason("elsewhere.clerks"),
            "inherits from p.people, but lies in a schema that is not backed up");
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
            "no column can be ordered: the rows stand in the order of their place in the table");
}

}  // namespace
}  // namespace paliad::policy
