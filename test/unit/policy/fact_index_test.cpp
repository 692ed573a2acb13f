#include "core/policy/fact_index.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::policy {
namespace {

using Ids = std::set<RelationId>;

DatabaseFacts relations(RelationId count) {
  DatabaseFacts facts;
  for (RelationId id = 1; id <= count; ++id) {
    facts.relations.emplace_back();
    facts.relations.back().id = id;
  }
  return facts;
}

TEST(FactIndex, FindsARelationByItsId) {
  const DatabaseFacts facts = relations(2);
  EXPECT_EQ(FactIndex(facts).relation(2), &facts.relations[1]);
}

TEST(FactIndex, RefusesAnIdOfNoRelation) {
  const DatabaseFacts facts = relations(1);
  EXPECT_EQ(
      test::caught([&] { FactIndex(facts).relation(2); }),
      (test::Caught{
          "XX001", "relation 2 in pg_inherits does not exist", "",
          "Repair pg_inherits: without it nobody can say which tables may leave the database."}));
}

TEST(FactIndex, KeepsTheOrderOfARelationsColumns) {
  DatabaseFacts facts = relations(2);
  for (const auto& [relation, number] : {std::pair{1, 7}, {2, 1}, {1, 3}}) {
    facts.columns.emplace_back();
    facts.columns.back().relation = static_cast<RelationId>(relation);
    facts.columns.back().number = number;
  }
  const FactIndex index(facts);
  EXPECT_EQ(index.columns(1),
            (std::vector<const ColumnFacts*>{&facts.columns[0], &facts.columns[2]}));
  EXPECT_EQ(index.columns(2), (std::vector<const ColumnFacts*>{&facts.columns[1]}));
  EXPECT_TRUE(index.columns(3).empty());
}

TEST(FactIndex, ReachesOverSeveralLinksAndParents) {
  DatabaseFacts facts = relations(5);
  facts.inheritance = {{2, 1}, {3, 2}, {3, 4}};
  const FactIndex index(facts);
  EXPECT_EQ(index.descendants(1), (Ids{2, 3}));
  EXPECT_EQ(index.descendants(4), Ids{3});
  EXPECT_EQ(index.descendants(3), Ids{});
  EXPECT_EQ(index.ancestors(3), (Ids{1, 2, 4}));
  EXPECT_EQ(index.ancestors(5), Ids{});
}

TEST(FactIndex, KnowsADetachingPartitionsParentAsAFormerOne) {
  DatabaseFacts facts = relations(3);
  facts.inheritance = {{2, 1, true}, {3, 1, false}};
  const FactIndex index(facts);
  EXPECT_EQ(index.descendants(1), Ids{3});
  EXPECT_EQ(index.ancestors(2), Ids{});
  EXPECT_EQ(index.all_ancestors(2), Ids{1});
}

TEST(FactIndex, EndsInACircle) {
  DatabaseFacts facts = relations(2);
  facts.inheritance = {{1, 2}, {2, 1}};
  EXPECT_EQ(FactIndex(facts).ancestors(1), (Ids{1, 2}));
}

}  // namespace
}  // namespace paliad::policy
