#include "core/policy/retention_policy.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace paliad::policy {
namespace {

const Instant now = days_of({2026, 11, 24}) * day + 12 * hour;

KeptArtifact aged(const char* id, int days) { return {id, now - days * day, false, false, true}; }

// "id: reason" or "id: REMOVED reason", newest first.
std::vector<std::string> decided(const std::vector<KeptArtifact>& artifacts,
                                 const RetentionRules& rules) {
  std::vector<std::string> texts;
  for (const auto& decision : apply_retention(artifacts, rules, now))
    texts.push_back(decision.id + ": " + (decision.remove ? "REMOVED " : "") +
                    decision.reason.text);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Retention, KeepsTheYoungAndTheNewest) {
  EXPECT_EQ(decided({aged("c", 31), aged("a", 1), aged("d", 400), aged("b", 29)}, {30, 3}),
            (Texts{"a: the last good backup", "b: one of the newest 3", "c: one of the newest 3",
                   "d: REMOVED 400 days old"}));
  EXPECT_EQ(
      decided({aged("a", 1), aged("b", 29), aged("c", 30)}, {30, 1}),
      (Texts{"a: the last good backup", "b: younger than 30 days", "c: REMOVED 30 days old"}));
}

// A damaged backup can't be restored, so it is not the last good one, even if it is the newest.
TEST(Retention, ADamagedOneIsNotTheLastGoodOne) {
  KeptArtifact damaged = aged("damaged", 1);
  damaged.damaged = true;
  EXPECT_EQ(
      decided({damaged, aged("b", 2), aged("c", 3)}, {0, 1}),
      (Texts{"damaged: REMOVED 1 day old", "b: the last good backup", "c: REMOVED 3 days old"}));
  EXPECT_EQ(decided({damaged, aged("b", 2)}, {30, 1}),
            (Texts{"damaged: younger than 30 days", "b: the last good backup"}));
}

TEST(Retention, KeepsTheLastGoodOneWhateverTheRules) {
  EXPECT_EQ(decided({aged("a", 5000)}, {0, 0}), (Texts{"a: the last good backup"}));
  KeptArtifact gone = aged("gone", 1);
  gone.present = false;
  EXPECT_EQ(decided({gone, aged("b", 5000), aged("c", 6000)}, {0, 1}),
            (Texts{"gone: its file is missing: there is nothing to remove",
                   "b: the last good backup", "c: REMOVED 6000 days old"}));
}

TEST(Retention, KeepsTheHeldAndTheRead) {
  KeptArtifact held = aged("held", 900);
  held.held = true;
  KeptArtifact read = aged("read", 901);
  read.being_read = true;
  EXPECT_EQ(decided({aged("a", 0), held, read}, {1, 1}),
            (Texts{"a: the last good backup", "held: held", "read: being read"}));
}

// Their age is unknown, so they take nobody's place.
TEST(Retention, LeavesAloneWhatBeganInTheFuture) {
  EXPECT_EQ(
      decided({aged("a", -5), aged("b", -4), aged("c", 2)}, {1, 1}),
      (Texts{"a: it began in the future", "b: it began in the future", "c: the last good backup"}));
}

TEST(Retention, KeepsGenerations) {
  std::vector<KeptArtifact> artifacts;
  std::vector<std::string> ids;
  for (int i = 0; i < 500; ++i) ids.push_back("d" + std::to_string(i));
  for (int i = 0; i < 500; ++i)
    artifacts.push_back(aged(ids[static_cast<std::size_t>(i)].c_str(), i));
  std::vector<std::string> kept;
  for (const auto& decision : apply_retention(artifacts, {0, 1, 3, 3, 4}, now))
    if (!decision.remove) kept.push_back(decision.id + ": " + decision.reason.text);
  // 2026-11-24 is a Tuesday.
  EXPECT_EQ(kept,
            (Texts{"d0: the last good backup", "d1: the day's backup for 2026-11-23",
                   "d2: the day's backup for 2026-11-22",
                   "d9: the week's backup for the week of 2026-11-09",
                   "d24: the month's backup for 2026-10", "d55: the month's backup for 2026-09",
                   "d85: the month's backup for 2026-08"}));
}

TEST(Retention, KeepsTheNewestOfADay) {
  const std::vector<KeptArtifact> artifacts{
      {"late", now - day + 5 * hour}, {"early", now - day}, {"today", now - hour}};
  EXPECT_EQ(decided(artifacts, {0, 1, 2}),
            (Texts{"today: the last good backup", "late: the day's backup for 2026-11-23",
                   "early: REMOVED 1 day old"}));
}

TEST(Retention, SomethingGoodAlwaysRemains) {
  std::mt19937 random(20261124);
  const auto pick = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  for (int round = 0; round < 3000; ++round) {
    std::vector<KeptArtifact> artifacts(static_cast<std::size_t>(pick(0, 40)));
    for (std::size_t i = 0; i < artifacts.size(); ++i)
      artifacts[i] = {std::to_string(i), now - pick(-3, 4000) * hour, pick(0, 9) == 0,
                      pick(0, 9) == 0, pick(0, 9) != 0};
    const RetentionRules rules{pick(0, 60), pick(0, 10), pick(0, 5), pick(0, 5), pick(0, 5)};
    const auto decisions = apply_retention(artifacts, rules, now);
    ASSERT_EQ(decisions.size(), artifacts.size());
    int present = 0;
    int remaining = 0;
    for (const auto& decision : decisions) {
      const KeptArtifact& artifact = artifacts[std::stoul(decision.id)];
      ASSERT_FALSE(decision.reason.empty());
      present += artifact.present;
      remaining += artifact.present && !decision.remove;
      if (artifact.held || artifact.being_read || !artifact.present) {
        ASSERT_FALSE(decision.remove);
      }
      if (now - artifact.started_at < rules.days * day) {
        ASSERT_FALSE(decision.remove);
      }
    }
    ASSERT_GE(remaining, std::min(present, std::max(rules.keep, 1)));
  }
}

// Every night for a decade, with failures that leave no artifact: never more is kept than the rules
// allow, and failures never make a good backup expire.
TEST(Retention, HoldsOverADecade) {
  std::mt19937 random(1);
  std::vector<KeptArtifact> artifacts;
  const RetentionRules rules{30, 7, 7, 5, 12};
  for (int night = 0; night < 3653; ++night) {
    const Instant at = now + night * day;
    const bool outage = night / 200 % 3 == 2;  // months without a good backup
    if (!outage && std::uniform_int_distribution<int>(0, 9)(random) != 0)
      artifacts.push_back({std::to_string(night), at, false, false, true});
    const std::size_t before = artifacts.size();
    for (const auto& decision : apply_retention(artifacts, rules, at))
      if (decision.remove)
        artifacts.erase(std::find_if(artifacts.begin(), artifacts.end(),
                                     [&](const auto& one) { return one.id == decision.id; }));
    ASSERT_GE(artifacts.size(), std::min<std::size_t>(before, 7)) << night;
    ASSERT_LE(artifacts.size(), 30U + 7 + 7 + 5 + 12) << night;
  }
}

}  // namespace
}  // namespace paliad::policy
