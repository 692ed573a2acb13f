#include "core/schema/components.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace paliad::schema {
namespace {

using Needs = std::vector<std::set<std::size_t>>;

// The components, each with its nodes in order, ordered by their first nodes.
std::vector<std::vector<std::size_t>> found(const Needs& needs) {
  std::vector<std::vector<std::size_t>> all = components(needs);
  for (std::vector<std::size_t>& one : all) std::sort(one.begin(), one.end());
  std::sort(all.begin(), all.end());
  return all;
}

// By the definition: two nodes are in one component where each can reach the other.
std::vector<std::vector<std::size_t>> expected(const Needs& needs) {
  const std::size_t count = needs.size();
  std::vector<std::vector<bool>> reaches(count, std::vector<bool>(count, false));
  for (std::size_t from = 0; from < count; ++from) {
    reaches[from][from] = true;
    for (const std::size_t to : needs[from]) reaches[from][to] = true;
  }
  for (std::size_t over = 0; over < count; ++over)
    for (std::size_t from = 0; from < count; ++from)
      for (std::size_t to = 0; to < count; ++to)
        if (reaches[from][over] && reaches[over][to]) reaches[from][to] = true;
  std::vector<std::vector<std::size_t>> all;
  for (std::size_t one = 0; one < count; ++one) {
    std::vector<std::size_t> component;
    for (std::size_t other = 0; other < count; ++other)
      if (reaches[one][other] && reaches[other][one]) component.push_back(other);
    if (component.front() == one) all.push_back(component);
  }
  return all;
}

TEST(Components, OfNothingAreNone) { EXPECT_TRUE(components({}).empty()); }

TEST(Components, OfAChainAreItsNodes) {
  EXPECT_EQ(found({{1}, {2}, {}}), (std::vector<std::vector<std::size_t>>{{0}, {1}, {2}}));
}

TEST(Components, HoldCirclesTogether) {
  // 0 and 1 need each other; 2, 3 and 4 are a circle that needs them; 5 needs itself.
  EXPECT_EQ(found({{1}, {0}, {3}, {4, 0}, {2}, {5}}),
            (std::vector<std::vector<std::size_t>>{{0, 1}, {2, 3, 4}, {5}}));
}

TEST(Components, OfALongCircleAreFoundWithoutRecursion) {
  constexpr std::size_t count = 200'000;
  Needs needs(count);
  for (std::size_t i = 0; i < count; ++i) needs[i].insert((i + 1) % count);
  EXPECT_EQ(components(needs).size(), 1U);
  needs.back().clear();
  EXPECT_EQ(components(needs).size(), count);
}

TEST(Components, AreWhatTheirDefinitionSays) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    Needs needs(1 + random() % 12);
    for (std::size_t edges = random() % (2 * needs.size()); edges > 0; --edges)
      needs[random() % needs.size()].insert(random() % needs.size());
    EXPECT_EQ(found(needs), expected(needs)) << "round " << round;
  }
}

}  // namespace
}  // namespace paliad::schema
