#include "core/sheet/work_plan.hpp"

#include <gtest/gtest.h>

namespace paliad::sheet {
namespace {

constexpr std::uint64_t mib = 1UL << 20;

ReadingPlan plan(const std::vector<SheetSize>& sizes, unsigned workers) {
  model::BundleInfo info;
  info.sheets.resize(sizes.size());
  xlsx::WorkbookFrame frame;
  frame.pages.resize(sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    info.sheets[i].query = "query " + std::to_string(i);
    frame.pages[i].head = "head " + std::to_string(i);
  }
  return plan_reading(info, frame, sizes, workers);
}

std::string printable(const std::vector<std::size_t>& sheets) {
  std::string text;
  for (const std::size_t sheet : sheets) text += (text.empty() ? "" : " ") + std::to_string(sheet);
  return text;
}

TEST(WorthwhileWorkers, OneForEveryTwoMegabytes) {
  EXPECT_EQ(worthwhile_workers({}, 8), 0U);
  EXPECT_EQ(worthwhile_workers({{2 * mib - 1, true}}, 8), 0U);
  EXPECT_EQ(worthwhile_workers({{mib, true}, {mib, true}}, 8), 1U);
  EXPECT_EQ(worthwhile_workers({{100 * mib, true}}, 8), 8U);
  EXPECT_EQ(worthwhile_workers({{100 * mib, true}}, 0), 0U);
}

TEST(WorthwhileWorkers, WhatMustBeReadAloneIsWorthNone) {
  EXPECT_EQ(worthwhile_workers({{100 * mib, false}, {mib, true}}, 8), 0U);
}

TEST(ReadingPlan, OneProcessReadsInOrder) {
  const ReadingPlan made = plan({{1, true}, {9, true}, {5, false}}, 0);
  EXPECT_EQ(printable(made.alone), "0 1 2");
  EXPECT_EQ(printable(made.shared), "");
}

TEST(ReadingPlan, LargestFirst) {
  EXPECT_EQ(printable(plan({{1, true}, {3, true}, {0, true}, {4, true}, {3, true}}, 1).shared),
            "3 1 4 0 2");
  EXPECT_EQ(printable(plan({{40, true}, {41, true}}, 4).split), "1 0");
}

TEST(ReadingPlan, MoreThanAFairShareIsDealtOut) {
  const ReadingPlan one = plan({{10, true}, {89, true}}, 1);
  EXPECT_EQ(printable(one.split), "1");
  EXPECT_EQ(printable(one.shared), "0");
  EXPECT_EQ(printable(plan({{50, true}, {50, true}}, 1).split), "");
  EXPECT_EQ(printable(plan({{50, true}, {50, true}}, 2).split), "0 1");
}

TEST(ReadingPlan, WhatIsNotParallelSafeIsReadAlone) {
  const ReadingPlan made = plan({{500, false}, {10, true}, {9, true}}, 1);
  EXPECT_EQ(printable(made.alone), "0");
  EXPECT_EQ(printable(made.split), "1");
  EXPECT_EQ(printable(made.shared), "2");
}

// For any sizes, every sheet is in the plan exactly once.
TEST(ReadingPlan, NothingIsLeftOutOrTwice) {
  for (unsigned workers = 0; workers < 5; ++workers)
    for (unsigned seed = 1; seed < 200; ++seed) {
      std::vector<SheetSize> sizes;
      unsigned state = seed;
      for (unsigned i = 0; i < seed % 9; ++i) {
        state = state * 1664525U + 1013904223U;
        sizes.push_back({state >> (state % 32), (state >> 7U) % 4 != 0});
      }
      const ReadingPlan made = plan(sizes, workers);
      std::vector<unsigned> times(sizes.size());
      for (const auto* sheets : {&made.alone, &made.split, &made.shared})
        for (const std::size_t sheet : *sheets) ++times[sheet];
      for (const unsigned count : times) EXPECT_EQ(count, 1U);
      ASSERT_EQ(made.sheets.size(), sizes.size());
      for (std::size_t i = 0; i < sizes.size(); ++i) {
        EXPECT_EQ(made.sheets[i].info.query, "query " + std::to_string(i));
        EXPECT_EQ(made.sheets[i].frame.head, "head " + std::to_string(i));
      }
    }
}

}  // namespace
}  // namespace paliad::sheet
