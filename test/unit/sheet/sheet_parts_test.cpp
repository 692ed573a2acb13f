#include "core/sheet/sheet_parts.hpp"

#include "core/sheet/sheet_writer.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/inflate.hpp"
#include "unit/support/stored_bytes.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <sys/mman.h>

namespace paliad::sheet {
namespace {

ScratchFile scratch() { return {UniqueFd(::memfd_create("scratch", MFD_CLOEXEC)), "scratch"}; }

std::string stored(const zip::Part& part) {
  const std::string deflated = test::stored_bytes(part);
  EXPECT_EQ(part.deflated_bytes, deflated.size());
  EXPECT_EQ(part.deflated_crc32, crc32_update(0, deflated));
  return deflated;
}

void expect_same(const zip::Part& a, const zip::Part& b) {
  EXPECT_TRUE(stored(a) == stored(b));
  EXPECT_EQ(a.bytes, b.bytes);
  EXPECT_EQ(a.crc32, b.crc32);
  EXPECT_EQ(a.sha256, b.sha256);
}

class SheetAssemblyTest : public testing::Test {
protected:
  SheetAssemblyTest() {
    sheet_.columns = {{"id", "numeric", model::JsonForm::number, model::CellForm::number, -1},
                      {"title", "text", model::JsonForm::text, model::CellForm::text, -1}};
    frame_ = {"", "<head>", "</sheetData><autoFilter ref=\"A1:B1\"/></worksheet>", {9, {3, 4}}};
  }

  // The same rows every time; every tenth number is one that Excel can't hold exactly.
  template <class Rows>
  static void rows(Rows& into) {
    for (int i = 0; i < 1'000; ++i) {
      const std::string id = i % 10 == 0 ? "12345678901234567890" : std::to_string(i);
      const std::string title(static_cast<std::size_t>(i * 7 % 300), 'x');
      const model::Field fields[] = {{id, {}, false}, {title, {}, i % 3 == 0}};
      into.row(fields);
    }
  }

  model::SheetInfo sheet_;
  xlsx::WorksheetFrame frame_;
};

struct KeptBlock {
  BlockPlace place;
  std::string rows;
};

// Blocks that several writers write, each into a file of its own and in any order, result in the
// same bytes as those of one writer.
TEST_F(SheetAssemblyTest, ManyWritersMakeWhatOneMakes) {
  constexpr std::uint64_t rows_per_page = 400;
  constexpr std::size_t block_bytes = 5'000;
  ScratchFile own = scratch();
  SheetWriter writer(own, no_poll, rows_per_page, block_bytes);
  writer.begin(sheet_, frame_);
  rows(writer);
  const SheetParts expected = writer.finish();

  std::vector<KeptBlock> kept;
  const auto keep = [&](const RowBlock& block) {
    kept.push_back({block.place, std::string(block.rows)});
  };
  RowBlocks blocks(keep, rows_per_page, block_bytes);
  blocks.begin(2);
  rows(blocks);
  blocks.finish();
  ASSERT_GT(kept.size(), 20U);

  class InOrder final : public DigestTurn {
  public:
    DigestFeed& await() override { return feed_; }
    void pass() override {}

  private:
    DigestFeed feed_;
  } turn;
  std::vector<ScratchFile> files;
  for (int i = 0; i < 3; ++i) files.push_back(scratch());
  const Poll poll = no_poll;
  BlockWriter writers[] = {{files[0], poll}, {files[1], poll}, {files[2], poll}};
  BlockEncoder encoders[] = {{sheet_, frame_}, {sheet_, frame_}, {sheet_, frame_}};
  std::vector<std::pair<BlockParts, std::size_t>> written;
  std::mt19937 random(1);
  for (const KeptBlock& block : kept) {
    const std::size_t who = random() % 3;
    written.emplace_back(writers[who].write(encoders[who], {block.place, block.rows}, turn), who);
  }
  std::vector<std::size_t> order(kept.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), random);
  SheetAssembly assembly;
  for (const std::size_t i : order)
    assembly.add(kept[i].place, written[i].first, files[written[i].second]);
  for (const BlockEncoder& encoder : encoders) assembly.add(encoder.losses());
  const SheetParts parts = assembly.finish();

  EXPECT_EQ(parts.rows, 1'000U);
  expect_same(parts.csv, expected.csv);
  expect_same(parts.json, expected.json);
  ASSERT_EQ(parts.pages.size(), 3U);
  ASSERT_EQ(expected.pages.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(parts.pages[i].rows, expected.pages[i].rows);
    expect_same(parts.pages[i].part, expected.pages[i].part);
  }
  EXPECT_EQ(parts.losses, expected.losses);
  EXPECT_EQ(parts.losses[0][static_cast<std::size_t>(xlsx::CellLoss::digits)], 100U);
}

TEST_F(SheetAssemblyTest, AMissingBlockIsNoticed) {
  const test::Caught missing{"XX000", "a block of a sheet is missing", "", ""};
  ScratchFile file = scratch();
  SheetAssembly nothing;
  EXPECT_EQ(test::caught([&] { (void)nothing.finish(); }), missing);
  SheetAssembly cut_off;
  cut_off.add({0, 1, 0, false, false}, {}, file);
  EXPECT_EQ(test::caught([&] { (void)cut_off.finish(); }), missing);
  SheetAssembly with_a_hole;
  with_a_hole.add({0, 1, 0, false, false}, {}, file);
  with_a_hole.add({2, 1, 2, true, true}, {}, file);
  EXPECT_EQ(test::caught([&] { (void)with_a_hole.finish(); }), missing);
}

}  // namespace
}  // namespace paliad::sheet
