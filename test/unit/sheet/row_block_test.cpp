#include "core/sheet/row_block.hpp"

#include <gtest/gtest.h>

namespace paliad::sheet {
namespace {

struct Kept {
  BlockPlace place;
  std::string rows;
  const model::Field* long_row;
};

class RowBlocksTest : public testing::Test {
protected:
  RowBlocks blocks(std::uint64_t rows_per_page, std::size_t block_bytes) {
    return {[this](const RowBlock& block) {
              kept_.push_back({block.place, std::string(block.rows), block.long_row});
            },
            rows_per_page, block_bytes};
  }

  // "number:rows after rows_before", with p and s where it ends a page or the sheet.
  std::vector<std::string> places() const {
    std::vector<std::string> shown;
    for (const Kept& block : kept_)
      shown.push_back(std::to_string(block.place.number) + ":" + std::to_string(block.place.rows) +
                      " after " + std::to_string(block.place.rows_before) +
                      (block.place.ends_page ? " p" : "") + (block.place.ends_sheet ? " s" : ""));
    return shown;
  }

  std::vector<Kept> kept_;
};

using Places = std::vector<std::string>;
constexpr model::Field one{"12345678", {}, false};  // 16 bytes, packed

TEST_F(RowBlocksTest, CutsWhereABlockIsFull) {
  RowBlocks rows = blocks(100, 33);
  rows.begin(1);
  for (int i = 0; i < 5; ++i) rows.row(&one);
  rows.finish();
  EXPECT_EQ(places(), (Places{"0:2 after 0", "1:2 after 2", "2:1 after 4 p s"}));
}

TEST_F(RowBlocksTest, ABlockLiesWithinOnePage) {
  RowBlocks rows = blocks(3, 33);
  rows.begin(1);
  for (int i = 0; i < 7; ++i) rows.row(&one);
  rows.finish();
  EXPECT_EQ(places(), (Places{"0:2 after 0", "1:1 after 2 p", "2:2 after 0", "3:1 after 2 p",
                              "4:1 after 0 p s"}));
}

TEST_F(RowBlocksTest, AFullPageIsNotFollowedByAnEmptyOne) {
  RowBlocks rows = blocks(2, 1'000);
  rows.begin(1);
  for (int i = 0; i < 4; ++i) rows.row(&one);
  rows.finish();
  EXPECT_EQ(places(), (Places{"0:2 after 0 p", "1:2 after 0 p s"}));
}

TEST_F(RowBlocksTest, ARowLargerThanABlockIsOneAndIsNotCopied) {
  const std::string text(1'000, 'x');
  const model::Field large{text, {}, false};
  RowBlocks rows = blocks(100, 33);
  rows.begin(1);
  for (const model::Field* field : {&one, &large, &one}) rows.row(field);
  rows.finish();
  EXPECT_EQ(places(), (Places{"0:1 after 0", "1:1 after 1", "2:1 after 2 p s"}));
  EXPECT_EQ(kept_[1].long_row, &large);
  EXPECT_EQ(kept_[1].rows, "");
  EXPECT_EQ(kept_[0].long_row, nullptr);
  EXPECT_EQ(kept_[2].long_row, nullptr);
  RowReader reader({kept_[1].place, {}, kept_[1].long_row}, 1);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.fields()->text, text);
  EXPECT_FALSE(reader.next());
}

// When a long row is passed on, it isn't known yet whether another row follows.
TEST_F(RowBlocksTest, WhatALongRowEndsIsEndedByAnEmptyBlock) {
  const std::string text(1'000, 'x');
  const model::Field large{text, {}, false};
  RowBlocks rows = blocks(2, 33);
  rows.begin(1);
  for (int i = 0; i < 4; ++i) rows.row(&large);
  rows.finish();
  EXPECT_EQ(places(), (Places{"0:1 after 0", "1:1 after 1", "2:0 after 2 p", "3:1 after 0",
                              "4:1 after 1", "5:0 after 2 p s"}));
}

TEST_F(RowBlocksTest, ASheetWithoutRowsIsOneBlock) {
  RowBlocks rows = blocks(100, 33);
  for (int sheet = 0; sheet < 2; ++sheet) {
    rows.begin(1);
    rows.finish();
  }
  EXPECT_EQ(places(), (Places{"0:0 after 0 p s", "0:0 after 0 p s"}));
}

TEST_F(RowBlocksTest, ValuesComeBack) {
  const model::Field fields[][3] = {
      {{"a", {}, false}, {"", {}, false}, {{}, {}, true}},
      {{"{1,2}", "[1,2]", false}, {std::string_view("\0\n", 2), {}, false}, {"ü", "", false}}};
  RowBlocks rows = blocks(100, 1'000);
  rows.begin(3);
  for (const auto& row : fields) rows.row(row);
  rows.finish();
  ASSERT_EQ(kept_.size(), 1U);
  RowReader reader({kept_[0].place, kept_[0].rows}, 3);
  for (const auto& row : fields) {
    ASSERT_TRUE(reader.next());
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(reader.fields()[i].is_null, row[i].is_null);
      EXPECT_EQ(reader.fields()[i].text, row[i].text);
      EXPECT_EQ(reader.fields()[i].json, row[i].json);
    }
  }
  EXPECT_FALSE(reader.next());
}

// A table may have rows and no columns.
TEST_F(RowBlocksTest, RowsWithoutColumnsAreCounted) {
  RowBlocks rows = blocks(100, 33);
  rows.begin(0);
  for (int i = 0; i < 3; ++i) rows.row(nullptr);
  rows.finish();
  ASSERT_EQ(places(), (Places{"0:3 after 0 p s"}));
  RowReader reader({kept_[0].place, kept_[0].rows}, 0);
  int count = 0;
  while (reader.next()) ++count;
  EXPECT_EQ(count, 3);
}

}  // namespace
}  // namespace paliad::sheet
