#include "core/schema/object_order.hpp"

#include "core/codes/codes.hpp"
#include "unit/support/object_graph.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace paliad::schema {
namespace {

using test::address_of;
using test::after_rows;
using test::anything;
using test::names;
using test::need;
using test::object;
using test::with_stand_in;

using Names = std::vector<std::string>;

struct Planned {
  Losses losses;
  ObjectOrder order;
};

Planned planned(const ObjectGraph& graph) {
  Planned planned;
  planned.losses = find_losses(graph, anything);
  planned.order = put_in_order(graph, planned.losses);
  return planned;
}

// The name and the reason of each lost object, in their order.
Names lost(const ObjectGraph& graph, const Losses& losses) {
  Names all;
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (losses[i]) all.push_back(graph.objects[i].name + ": " + losses[i]->text);
  return all;
}

Names lost(const ObjectGraph& graph) { return lost(graph, find_losses(graph, anything)); }

// --- the order ---

TEST(ObjectOrder, IsByKindThenByName) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "b"), object(Kind::table, 2, "a"),
                   object(Kind::function, 3, "z"), object(Kind::schema, 4, "s")};
  EXPECT_EQ(names(planned(graph).order.before), (Names{"s", "z", "a", "b"}));
}

TEST(ObjectOrder, OfWhatBelongsToATableIsByItsTable) {
  ObjectGraph graph;
  graph.objects = {object(Kind::check, 1, "a"), object(Kind::check, 2, "b")};
  graph.objects[0].table = "t2";
  graph.objects[1].table = "t1";
  EXPECT_EQ(names(planned(graph).order.before), (Names{"b", "a"}));
}

TEST(ObjectOrder, PutsWhatIsNeededFirst) {
  ObjectGraph graph;
  graph.objects = {object(Kind::function, 1, "f"), object(Kind::table, 2, "t"),
                   object(Kind::schema, 3, "s"), object(Kind::type, 4, "y")};
  graph.dependencies = {need(1, 2), need(2, 3), need(4, 1)};
  EXPECT_EQ(names(planned(graph).order.before), (Names{"s", "t", "f", "y"}));
}

TEST(ObjectOrder, FindsTheWholeOfAPart) {
  // 12 is the array of 11, which is the row of table 1.
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "t"), object(Kind::function, 2, "f")};
  graph.parts = {{address_of(11), address_of(1)}, {address_of(12), address_of(11)}};
  graph.dependencies = {need(2, 12), need(11, 1), need(12, 11)};
  EXPECT_EQ(names(planned(graph).order.before), (Names{"t", "f"}));
  const ObjectPlaces places(graph);
  EXPECT_EQ(places.of(address_of(12)), 0U);
  EXPECT_EQ(places.of(address_of(13)), std::nullopt);
}

TEST(ObjectOrder, EndsWherePartsAreACircle) {
  ObjectGraph graph;
  graph.parts = {{address_of(1), address_of(2)}, {address_of(2), address_of(1)}};
  EXPECT_EQ(ObjectPlaces(graph).of(address_of(1)), std::nullopt);
}

TEST(ObjectOrder, LeavesForAfterTheRowsWhatNothingBeforeThemNeeds) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "t"), after_rows(object(Kind::key, 2, "k")),
                   after_rows(object(Kind::index, 3, "i")), object(Kind::function, 4, "f")};
  graph.dependencies = {need(2, 1), need(3, 2), need(4, 2)};
  const ObjectOrder order = planned(graph).order;
  EXPECT_EQ(names(order.before), (Names{"t", "k", "f"}));
  EXPECT_EQ(names(order.after), Names{"i"});
}

// --- circles ---

TEST(ObjectOrder, DeclaresABaseTypeBeforeItsFunctions) {
  ObjectGraph graph;
  graph.objects = {with_stand_in(object(Kind::base_type, 1, "point3")),
                   object(Kind::function, 2, "in"), object(Kind::function, 3, "out"),
                   object(Kind::table, 4, "t"), object(Kind::table, 5, "row")};
  graph.dependencies = {need(1, 2), need(1, 3), need(2, 1), need(3, 1), need(4, 1), need(1, 5)};
  const Planned all = planned(graph);
  EXPECT_EQ(names(all.order.before), (Names{"row", "(point3)", "in", "out", "point3", "t"}));
  EXPECT_FALSE(all.order.before[1].completion);
  EXPECT_TRUE(all.order.before[4].completion);
  EXPECT_FALSE(all.order.before[5].completion);
  EXPECT_TRUE(lost(graph, all.losses).empty());
}

TEST(ObjectOrder, MakesAViewWithItsColumnsBeforeAFunctionOfItsRow) {
  ObjectGraph graph;
  graph.objects = {with_stand_in(object(Kind::view, 1, "v")), object(Kind::function, 2, "f"),
                   object(Kind::table, 3, "t")};
  graph.parts = {{address_of(11), address_of(1)}};
  graph.dependencies = {need(1, 2), need(2, 11), need(1, 3), need(11, 1)};
  const ObjectOrder order = planned(graph).order;
  EXPECT_EQ(names(order.before), (Names{"t", "(v)", "f", "v"}));
  EXPECT_TRUE(order.before[3].completion);
}

TEST(ObjectOrder, DeclaresBeforeTheRowsWhatIsCompletedAfterThem) {
  ObjectGraph graph;
  graph.objects = {after_rows(with_stand_in(object(Kind::view, 1, "v"))),
                   object(Kind::function, 2, "f")};
  graph.dependencies = {need(1, 2), need(2, 1)};
  const ObjectOrder order = planned(graph).order;
  EXPECT_EQ(names(order.before), (Names{"(v)", "f"}));
  EXPECT_EQ(names(order.after), Names{"v"});
  EXPECT_TRUE(order.after[0].completion);
}

TEST(ObjectOrder, UsesNoStandInWithoutACircle) {
  ObjectGraph graph;
  graph.objects = {with_stand_in(object(Kind::type, 1, "y")), object(Kind::table, 2, "t")};
  graph.dependencies = {need(2, 1), need(1, 1)};
  EXPECT_EQ(names(planned(graph).order.before), (Names{"y", "t"}));
}

// One stand-in is enough for a circle of two.
TEST(ObjectOrder, BreaksACircleOfTwoThatBothHaveStandIns) {
  ObjectGraph graph;
  graph.objects = {with_stand_in(object(Kind::view, 1, "a")),
                   with_stand_in(object(Kind::view, 2, "b"))};
  graph.dependencies = {need(1, 2), need(2, 1)};
  EXPECT_EQ(names(planned(graph).order.before), (Names{"(a)", "b", "a"}));
}

TEST(ObjectOrder, LosesACircleWithoutAStandInAndWhatNeedsIt) {
  ObjectGraph graph;
  graph.objects = {object(Kind::function, 1, "a"), object(Kind::function, 2, "b"),
                   object(Kind::index, 3, "i"), object(Kind::table, 4, "t")};
  graph.dependencies = {need(1, 2), need(2, 1), need(3, 1)};
  const Planned all = planned(graph);
  EXPECT_EQ(names(all.order.before), Names{"t"});
  EXPECT_EQ(lost(graph, all.losses),
            (Names{"a: it needs itself, through other objects, and can't be created",
                   "b: it needs itself, through other objects, and can't be created",
                   "i: it needs function a, which is not carried"}));
}

TEST(ObjectOrder, BreaksOneCircleAndLosesAnother) {
  ObjectGraph graph;
  graph.objects = {with_stand_in(object(Kind::type, 1, "y")), object(Kind::function, 2, "f"),
                   object(Kind::function, 3, "g"), object(Kind::function, 4, "h")};
  graph.dependencies = {need(1, 2), need(2, 1), need(3, 4), need(4, 3)};
  const Planned all = planned(graph);
  EXPECT_EQ(names(all.order.before), (Names{"(y)", "f", "y"}));
  EXPECT_EQ(lost(graph, all.losses).size(), 2U);
}

// --- losses ---

TEST(Losses, AreWhatIsRefusedOrUnwanted) {
  ObjectGraph graph;
  graph.objects = {object(Kind::extension, 1, "e"), object(Kind::trigger, 2, "t"),
                   object(Kind::table, 3, "kept")};
  graph.objects[0].refusal = codes::coded("own_extension");
  const Losses losses = find_losses(graph, [](Kind kind) { return kind != Kind::trigger; });
  EXPECT_EQ(lost(graph, losses),
            (Names{"e: a backup can be read and restored without this extension",
                   "t: this script creates tables only"}));
}

TEST(Losses, SpreadToWhatNeedsThemButNotToWhatAdapts) {
  ObjectGraph graph;
  graph.objects = {object(Kind::type, 1, "y"), object(Kind::function, 2, "f"),
                   object(Kind::index, 3, "i"), object(Kind::table, 4, "t"),
                   object(Kind::view, 5, "v")};
  graph.objects[0].refusal = codes::coded("named_paliadin");
  graph.objects[3].adapts = true;
  graph.dependencies = {need(2, 1), need(3, 2), need(4, 1), need(5, 4)};
  EXPECT_EQ(lost(graph), (Names{"y: what is named paliadin never leaves the database",
                                "f: it needs type y, which is not carried",
                                "i: it needs function f, which is not carried"}));
}

TEST(Losses, NameWhatNobodyHasRead) {
  ObjectGraph graph;
  graph.objects = {object(Kind::function, 1, "f"), object(Kind::function, 2, "g")};
  graph.dependencies = {need(1, 8), need(2, 9)};
  graph.other_names = {{address_of(8), "server far_away"}};
  EXPECT_EQ(lost(graph), (Names{"f: it needs server far_away, which is not carried",
                                "g: it needs object 16393, which is not carried"}));
}

TEST(Losses, AreNotWhatNeedsTheServersOwn) {
  ObjectGraph graph;
  graph.objects = {object(Kind::index, 1, "i")};
  graph.dependencies = {{address_of(1), 0, {3456, test::first_oid - 1}, 0}};
  EXPECT_TRUE(lost(graph).empty());
}

TEST(Losses, AreWhatNeedsAColumnThatIsLeftOutOrText) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "t"), object(Kind::key, 2, "key"),
                   object(Kind::key, 3, "key_of_text"), object(Kind::index, 4, "index_of_text"),
                   object(Kind::index, 5, "index")};
  graph.dependencies = {need(2, 1, 1), need(3, 1, 2), need(4, 1, 2), need(5, 1, 3)};
  graph.changed_columns = {{{address_of(1), 1}, {codes::coded("needs_left_out_column"), true}},
                           {{address_of(1), 2}, {codes::coded("needs_text_column"), false}}};
  EXPECT_EQ(lost(graph), (Names{"key: it needs a column that a rule leaves out",
                                "index_of_text: it needs a column that comes back as text"}));
  EXPECT_TRUE(is_gone(graph, address_of(1), 1));
  EXPECT_FALSE(is_gone(graph, address_of(1), 2));
  EXPECT_FALSE(is_gone(graph, address_of(1), 3));
}

TEST(Losses, SayTheNearestReasonAndOfSeveralTheFirstByName) {
  // c needs a and b, which are refused; d needs c, which is lost for them, and b.
  ObjectGraph graph;
  graph.objects = {object(Kind::function, 1, "a"), object(Kind::function, 2, "b"),
                   object(Kind::function, 3, "c"), object(Kind::function, 4, "d")};
  graph.objects[0].refusal = graph.objects[1].refusal = codes::coded("named_paliadin");
  graph.dependencies = {need(4, 3), need(4, 2), need(3, 2), need(3, 1)};
  const Names expected{"a: what is named paliadin never leaves the database",
                       "b: what is named paliadin never leaves the database",
                       "c: it needs function a, which is not carried",
                       "d: it needs function b, which is not carried"};
  EXPECT_EQ(lost(graph), expected);
  std::reverse(graph.dependencies.begin(), graph.dependencies.end());
  EXPECT_EQ(lost(graph), expected);
}

TEST(NotCarried, HasWhatWasAskedForAndNotes) {
  ObjectGraph graph;
  graph.objects = {object(Kind::policy, 1, "p"), object(Kind::function, 2, "f")};
  graph.objects[0].table = "a.t";
  graph.objects[1].asked = false;
  for (Object& one : graph.objects) one.refusal = codes::coded("named_paliadin");
  graph.notes = {{codes::coded("object_table", {{"name", "a.t"}}), codes::coded("tablespace")}};
  const auto all = not_carried(graph, find_losses(graph, anything));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].object.text, "policy p of a.t");
  EXPECT_EQ(all[0].reason.code, "named_paliadin");
  EXPECT_EQ(all[1].object.text, "a.t");
  EXPECT_EQ(all[1].reason.code, "tablespace");
}

// --- tables that come back as one ---

TEST(FlattenedTables, AreThoseWhosePartitionKeyIsNotAsItWas) {
  ObjectGraph graph;
  graph.objects = {object(Kind::table, 1, "by_text"),      object(Kind::table, 2, "by_lost_class"),
                   object(Kind::table, 3, "as_it_was"),    object(Kind::operator_class, 4, "c"),
                   object(Kind::table, 5, "other_column"), object(Kind::type, 6, "y")};
  graph.objects[3].refusal = graph.objects[5].refusal = codes::coded("named_paliadin");
  for (Object& one : graph.objects) one.adapts = one.kind == Kind::table;
  const auto key = [](std::uint32_t table, int column) {
    return Dependency{address_of(table), column, address_of(table), 0};
  };
  graph.dependencies = {key(1, 1), need(2, 4), key(3, 1), key(5, 1), need(5, 6)};
  const ChangedColumn text{codes::coded("needs_text_column"), false};
  graph.changed_columns = {{{address_of(1), 1}, text}, {{address_of(5), 2}, text}};
  EXPECT_EQ(flattened_tables(graph, find_losses(graph, anything)),
            (std::vector<Address>{address_of(1), address_of(2)}));
}

// --- names ---

TEST(Described, SaysWhatItIs) {
  const auto text = [](Kind kind) {
    Object one = object(kind, 1, "n");
    one.table = "a.t";
    return described(one).text;
  };
  EXPECT_EQ(text(Kind::table), "n");
  EXPECT_EQ(text(Kind::aggregate), "function n");
  EXPECT_EQ(text(Kind::base_type), "type n");
  EXPECT_EQ(text(Kind::materialized_view), "view n");
  EXPECT_EQ(text(Kind::foreign_key), "constraint n of a.t");
  EXPECT_EQ(text(Kind::column_default), "default of n of a.t");
  EXPECT_EQ(text(Kind::trigger), "trigger n of a.t");
  EXPECT_EQ(text(Kind::rule), "rule n of a.t");
  EXPECT_EQ(text(Kind::domain_check), "constraint n of type a.t");
  EXPECT_EQ(text(Kind::domain_default), "default of type n");
  EXPECT_EQ(text(Kind::other), "n");
  Object security = object(Kind::policy, 1, "");
  security.table = "a.t";
  EXPECT_EQ(described(security).code, "object_row_security");
}

TEST(Described, KnowsEveryKind) {
  for (int kind = 0; kind <= static_cast<int>(Kind::other); ++kind)
    EXPECT_FALSE(described(object(static_cast<Kind>(kind), 1, "n")).text.empty()) << kind;
}

// --- random graphs ---

ObjectGraph random_graph(std::mt19937& random) {
  constexpr Kind kinds[] = {Kind::type, Kind::function, Kind::table, Kind::key, Kind::view};
  ObjectGraph graph;
  const std::uint32_t count = 1 + random() % 14;
  for (std::uint32_t i = 0; i < count; ++i) {
    Object one = object(kinds[random() % std::size(kinds)], i, "n" + std::to_string(random() % 9));
    if (random() % 3 == 0) one = with_stand_in(one);
    if (random() % 8 == 0) one.refusal = codes::coded("named_paliadin");
    one.after_rows = random() % 2 == 0;
    one.adapts = random() % 6 == 0;
    graph.objects.push_back(one);
  }
  for (std::uint32_t part = count; part < count + 4; ++part)
    if (random() % 2 == 0) graph.parts[address_of(part)] = address_of(random() % part);
  for (std::size_t edges = random() % (3 * count); edges > 0; --edges)
    graph.dependencies.push_back(need(random() % (count + 4), random() % (count + 5)));
  return graph;
}

std::vector<Step> all_steps(const ObjectOrder& order) {
  std::vector<Step> all = order.before;
  all.insert(all.end(), order.after.begin(), order.after.end());
  return all;
}

// The step at which each object is whole; or, for `whole` false, at which it or its stand-in
// exists.
std::map<Address, std::size_t> times(const std::vector<Step>& steps, bool whole) {
  std::map<Address, std::size_t> all;
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (!whole || !steps[i].stand_in) all.emplace(steps[i].object->address, i);
  return all;
}

TEST(ObjectOrder, CarriesOrLosesEachObjectOnce) {
  std::mt19937 random(1);
  for (int round = 0; round < 2'000; ++round) {
    const ObjectGraph graph = random_graph(random);
    const Planned all = planned(graph);
    std::map<Address, int> whole;
    std::map<Address, int> declared;
    std::map<Address, int> completed;
    for (const Step& step : all_steps(all.order)) {
      ++(step.stand_in ? declared : whole)[step.object->address];
      if (step.completion) ++completed[step.object->address];
    }
    for (std::size_t i = 0; i < graph.objects.size(); ++i)
      EXPECT_EQ(whole[graph.objects[i].address], all.losses[i] ? 0 : 1) << "round " << round;
    EXPECT_EQ(declared, completed) << "round " << round;
    for (const auto& [address, count] : declared) EXPECT_EQ(count, 1) << "round " << round;
  }
}

TEST(ObjectOrder, MakesEachAfterAllThatItNeeds) {
  std::mt19937 random(2);
  int stand_ins = 0;
  for (int round = 0; round < 2'000; ++round) {
    const ObjectGraph graph = random_graph(random);
    const Planned all = planned(graph);
    const auto steps = all_steps(all.order);
    const auto whole = times(steps, true);
    const auto declared = times(steps, false);
    const ObjectPlaces places(graph);
    for (const Dependency& dependency : graph.dependencies) {
      const auto user = places.of(dependency.object);
      if (!user || all.losses[*user]) continue;
      const auto needed = places.of(dependency.needed);
      if (graph.objects[*user].adapts && (!needed || all.losses[*needed])) continue;
      ASSERT_TRUE(needed && !all.losses[*needed]) << "round " << round;
      if (needed == user) continue;
      const Address address = graph.objects[*needed].address;
      EXPECT_LT(declared.at(address), whole.at(graph.objects[*user].address)) << "round " << round;
      if (declared.at(address) == whole.at(address)) continue;
      EXPECT_FALSE(graph.objects[*needed].stand_in.empty()) << "round " << round;
      ++stand_ins;
    }
  }
  EXPECT_GT(stand_ins, 100) << "circles are tried";
}

TEST(ObjectOrder, DependsOnTheObjectsAndNotOnTheirOrder) {
  std::mt19937 random(3);
  for (int round = 0; round < 1'000; ++round) {
    ObjectGraph graph = random_graph(random);
    const Planned all = planned(graph);
    Names losses = lost(graph, all.losses);
    ObjectGraph shuffled = graph;
    std::shuffle(shuffled.objects.begin(), shuffled.objects.end(), random);
    std::shuffle(shuffled.dependencies.begin(), shuffled.dependencies.end(), random);
    const Planned again = planned(shuffled);
    Names losses_again = lost(shuffled, again.losses);
    std::sort(losses.begin(), losses.end());
    std::sort(losses_again.begin(), losses_again.end());
    EXPECT_EQ(losses_again, losses) << "round " << round;
    EXPECT_EQ(names(again.order.before), names(all.order.before)) << "round " << round;
    EXPECT_EQ(names(again.order.after), names(all.order.after)) << "round " << round;
  }
}

}  // namespace
}  // namespace paliad::schema
