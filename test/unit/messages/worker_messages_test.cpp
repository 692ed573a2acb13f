#include "core/messages/worker_messages.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

namespace paliad::messages {
namespace {

using test::caught;
using test::Caught;

const Caught damaged{"XX000", "a message between the processes of a backup is damaged", "", ""};

TEST(ReadingTask, ComesBackAsItWas) {
  ReadingTask task;
  sheet::SheetToRead sheet;
  sheet.info.sheet = "Gebühren";
  sheet.info.relation = "paliad.\"Gebühren \\\"";
  sheet.info.query = "SELECT a,\n\t\"b\" FROM ONLY x";
  sheet.info.columns = {
      {"a", "numeric(8,2)", model::JsonForm::number, model::CellForm::number, 2},
      {"", "paliad.mood[]", model::JsonForm::separate, model::CellForm::text, -1}};
  sheet.reads = {16384, 4'294'967'295U};
  sheet.frame = {"xl/worksheets/sheet2.xml", "<a b=\"ü\">", "</a>", {7, {1, 2}}};
  task.sheets = {sheet, sheet::SheetToRead{}};
  task.shares = {1, 0};
  task.files = {{4711, 12}, {1, 0}};
  task.run_state = 4'294'967'295U;

  const ReadingTask read = parse_task(task_text(task));
  EXPECT_EQ(read.run_state, task.run_state);
  ASSERT_EQ(read.sheets.size(), 2U);
  const sheet::SheetToRead& back = read.sheets[0];
  EXPECT_EQ(back.info.sheet, sheet.info.sheet);
  EXPECT_EQ(back.info.relation, sheet.info.relation);
  EXPECT_EQ(back.info.query, sheet.info.query);
  EXPECT_EQ(back.reads, sheet.reads);
  ASSERT_EQ(back.info.columns.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(back.info.columns[i].name, sheet.info.columns[i].name);
    EXPECT_EQ(back.info.columns[i].type, sheet.info.columns[i].type);
    EXPECT_EQ(back.info.columns[i].json, sheet.info.columns[i].json);
    EXPECT_EQ(back.info.columns[i].cell, sheet.info.columns[i].cell);
    EXPECT_EQ(back.info.columns[i].scale, sheet.info.columns[i].scale);
  }
  EXPECT_EQ(back.frame.entry, sheet.frame.entry);
  EXPECT_EQ(back.frame.head, sheet.frame.head);
  EXPECT_EQ(back.frame.tail, sheet.frame.tail);
  EXPECT_EQ(back.frame.styles.text, 7);
  EXPECT_EQ(back.frame.styles.columns, sheet.frame.styles.columns);
  EXPECT_EQ(read.shares, task.shares);
  ASSERT_EQ(read.files.size(), 2U);
  EXPECT_EQ(read.files[0].process, 4711);
  EXPECT_EQ(read.files[0].fd, 12);
}

class Report : public testing::Test {
protected:
  ScratchFile scratch_{UniqueFd(::memfd_create("scratch", MFD_CLOEXEC)), "scratch"};

  static zip::Part part(std::uint64_t seed) {
    zip::Part part;
    part.bytes = seed << 33U;
    part.crc32 = 0xFFFFFFFFU - static_cast<std::uint32_t>(seed);
    part.sha256.fill(static_cast<std::uint8_t>(seed));
    part.deflated_bytes = seed << 32U;
    part.deflated_crc32 = 0x80000000U + static_cast<std::uint32_t>(seed);
    part.extents = {{nullptr, seed, 5}, {nullptr, 1ULL << 40U, seed}};
    return part;
  }

  void expect_same(const zip::Part& a, const zip::Part& b) const {
    EXPECT_EQ(a.bytes, b.bytes);
    EXPECT_EQ(a.crc32, b.crc32);
    EXPECT_EQ(a.sha256, b.sha256);
    EXPECT_EQ(a.deflated_bytes, b.deflated_bytes);
    EXPECT_EQ(a.deflated_crc32, b.deflated_crc32);
    ASSERT_EQ(a.extents.size(), b.extents.size());
    for (std::size_t i = 0; i < a.extents.size(); ++i) {
      EXPECT_EQ(a.extents[i].file, &scratch_);
      EXPECT_EQ(a.extents[i].offset, b.extents[i].offset);
      EXPECT_EQ(a.extents[i].size, b.extents[i].size);
    }
  }
};

TEST_F(Report, ComesBackAsItWas) {
  sheet::SheetParts parts;
  parts.rows = 1ULL << 35U;
  parts.csv = part(1);
  parts.json = part(2);
  parts.pages = {{part(3), 1'048'575}, {part(4), 0}};
  parts.losses = {{1, 0, 3, 0, 5, 1ULL << 36U}, {}};
  parts.has_end_of_data = true;

  WorkerReport report;
  report.sheets = {{3, parts}, {0, sheet::SheetParts{}}};
  report.losses = {{7, parts.losses}, {1, {}}};

  const WorkerReport read = parse_report(report_text(report), scratch_);
  EXPECT_EQ(read.losses, report.losses);
  ASSERT_EQ(read.sheets.size(), 2U);
  EXPECT_EQ(read.sheets[0].first, 3U);
  const sheet::SheetParts& back = read.sheets[0].second;
  EXPECT_EQ(back.rows, parts.rows);
  expect_same(back.csv, parts.csv);
  expect_same(back.json, parts.json);
  ASSERT_EQ(back.pages.size(), 2U);
  expect_same(back.pages[1].part, parts.pages[1].part);
  EXPECT_EQ(back.pages[0].rows, 1'048'575U);
  EXPECT_EQ(back.losses, parts.losses);
  EXPECT_TRUE(back.has_end_of_data);
  EXPECT_FALSE(read.sheets[1].second.has_end_of_data);
  EXPECT_EQ(read.sheets[1].first, 0U);
  EXPECT_TRUE(read.sheets[1].second.pages.empty());
  const WorkerReport nothing = parse_report(report_text({}), scratch_);
  EXPECT_TRUE(nothing.sheets.empty());
  EXPECT_TRUE(nothing.losses.empty());
}

TEST_F(Report, WhatIsNoneIsRefused) {
  for (const char* text : {"", "[", "[]", "[[]]", "[[[]],[]]", "[[[1,2]],[]]", "[[],[[1]]]",
                           "[[],[]]x", R"([[["a",1,[],[],[],[]]],[]])"})
    EXPECT_EQ(caught([&] { (void)parse_report(text, scratch_); }), damaged) << text;
  for (const char* text : {"", "[]", "[1,2,3]x", "[[1],[],[]]", "[[],[1],[]]", "[[],[],[1]]"})
    EXPECT_EQ(caught([&] { (void)parse_task(text); }), damaged) << text;
}

}  // namespace
}  // namespace paliad::messages
