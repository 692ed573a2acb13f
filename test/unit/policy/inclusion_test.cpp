#include "core/policy/inclusion.hpp"

#include "unit/support/catalog.hpp"

#include <gtest/gtest.h>

namespace paliad::policy {
namespace {

using test::Catalog;
using Names = std::vector<std::string>;

const std::string talk = "conversations with Paliadin never leave the database";

TEST(Inclusion, LeavesOutWhatHoldsNoDataHere) {
  Catalog catalog;
  catalog.add("p.view", 'v');
  catalog.add("p.materialized", 'm');
  catalog.add("p.foreign", 'f');
  catalog.own(catalog.add("p.backups"));
  EXPECT_EQ(catalog.sheets(), Names{});
  EXPECT_EQ(catalog.reason("p.view"), "a view holds no data of its own");
  EXPECT_EQ(catalog.reason("p.materialized"), "a materialized view holds no data of its own");
  EXPECT_EQ(catalog.reason("p.foreign"), "a foreign table's data is on another server");
  EXPECT_EQ(catalog.reason("p.backups"), "belongs to paliad_backup itself");
}

TEST(Inclusion, LeavesOutPaliadinByNameInAnyCase) {
  for (const char* name : {"p.paliadin", "p.paliadin_turns", "p.PALIADIN", "p.Paliadin x",
                           "p.pALIADINs", "second.paliadin_aichat_conversation"})
    for (const char kind : {'r', 'p', 'v', 'm', 'f'}) {
      Catalog catalog;
      catalog.add(name, kind);
      EXPECT_EQ(catalog.sheets(), Names{}) << name;
      EXPECT_EQ(catalog.reason(name), talk) << name;
    }
}

TEST(Inclusion, TakesWhatIsOnlyNearlyCalledPaliadin) {
  for (const char* name : {"p.paliadi", "p.paliad_in", "p.my_paliadin", "p.0aliadin",
                           "p.pali\xC3\xA4"
                           "din"}) {
    Catalog catalog;
    catalog.add(name);
    EXPECT_EQ(catalog.plan().sheets.size(), 1U) << name;
  }
}

TEST(Inclusion, LeavesOutDescendantsOfPaliadinAtAnyDepth) {
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

TEST(Inclusion, ReadsNoPartitionedTableWithAPaliadinPartition) {
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
TEST(Inclusion, ReadsTheParentOfAPaliadinChildAlone) {
  Catalog catalog;
  const RelationId people = catalog.add("p.people");
  catalog.inherit(catalog.add("p.paliadin_people"), people);
  EXPECT_EQ(catalog.query("p.people"), "SELECT id FROM ONLY p.people ORDER BY id");
  EXPECT_EQ(catalog.plan().sheets[0].reads, std::vector<RelationId>{people});
  EXPECT_EQ(catalog.reason("p.paliadin_people"), talk);
}

// The branch has the lower oid, because it was a table of its own before it was attached.
TEST(Inclusion, NamesTheTopOfAPartitionTree) {
  Catalog catalog;
  const RelationId branch = catalog.add("p.calls_2025", 'p');
  catalog.add_partition("p.calls_2025_munich", branch);
  catalog.attach(branch, catalog.add("p.calls", 'p'));
  EXPECT_EQ(catalog.sheets(), Names{"calls"});
  EXPECT_EQ(catalog.reason("p.calls_2025_munich"), "a partition: its rows are with p.calls");
}

TEST(Inclusion, APartitionOfATableThatIsNotBackedUpStandsForItself) {
  Catalog catalog;
  catalog.add_partition("p.visits_2025", catalog.add("elsewhere.visits", 'p'));
  EXPECT_EQ(catalog.query("p.visits_2025"), "SELECT id FROM ONLY p.visits_2025 ORDER BY id");
}

// Otherwise its rows would be in no sheet, although the ledger says that they are.
TEST(Inclusion, APartitionOfATableThatCannotBeReadStandsForItself) {
  Catalog catalog;
  const RelationId mail = catalog.add("p.mail", 'p');
  catalog.add_partition("p.mail_old", mail, 'f');
  catalog.add_partition("p.mail_new", mail);
  const RelationId year = catalog.add_partition("p.mail_2025", mail, 'p');
  catalog.add_partition("p.mail_2025_munich", year);
  EXPECT_EQ(catalog.sheets(), (Names{"mail_new", "mail_2025"}));
  EXPECT_EQ(catalog.reason("p.mail"),
            "has the partition p.mail_old, whose data is on another server");
  EXPECT_EQ(catalog.reason("p.mail_2025_munich"), "a partition: its rows are with p.mail_2025");
}

TEST(Inclusion, APartitionThatIsBeingDetachedStandsForItself) {
  Catalog catalog;
  const auto top = catalog.add("p.dates", 'p');
  const auto kept = catalog.add_partition("p.dates_1", top);
  catalog.add_partition("p.dates_2", top);
  catalog.begin_detaching(3);
  EXPECT_EQ(catalog.sheets(), (Names{"dates", "dates_2"}));
  EXPECT_EQ(catalog.plan().sheets[0].reads, (std::vector<RelationId>{top, kept}));
}

TEST(Inclusion, APartitionThatPaliadinIsDetachingStaysOut) {
  Catalog catalog;
  const auto top = catalog.add("p.paliadin_turns", 'p');
  catalog.add_partition("p.turns_1", top);
  catalog.begin_detaching(2);
  EXPECT_EQ(catalog.sheets(), Names{});
}

TEST(Inclusion, LeavesOutColumnsThatHoldPaliadin) {
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

TEST(Inclusion, LeavesOutColumnsThatHoldRowsOfAShortenedTable) {
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

TEST(Inclusion, LeavesOutColumnsThatHoldRowsOfATableLeftOut) {
  Catalog catalog;
  const auto staff = catalog.add("p.staff");
  const auto history = catalog.add("p.history");
  catalog.column_of_rows(history, "old", staff);
  catalog.rule("p.staff").excluded = true;
  EXPECT_EQ(catalog.query("p.history"), "SELECT id FROM ONLY p.history ORDER BY id");
}

TEST(Inclusion, LeavesOutTablesWhoseKeyHoldsSuchRows) {
  Catalog catalog;
  const auto staff = catalog.add("p.staff");
  const auto history = catalog.add("p.history");
  catalog.column_of_rows(history, "old", staff, 2);
  catalog.rule("p.staff").excluded = true;
  EXPECT_EQ(catalog.reason("p.history"),
            "its primary key has the column old: its values hold rows of p.staff, which a rule "
            "leaves out or shortens");
}

}  // namespace
}  // namespace paliad::policy
