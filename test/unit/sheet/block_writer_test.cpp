#include "core/sheet/block_writer.hpp"

#include "core/base/error.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/inflate.hpp"
#include "unit/support/sha256_of.hpp"
#include "unit/support/stored_bytes.hpp"

#include <algorithm>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sanitizer/allocator_interface.h>
#include <sys/mman.h>

namespace paliad::sheet {
namespace {

using test::caught;
using test::Caught;
using test::sha256_of;

ScratchFile scratch() { return {UniqueFd(::memfd_create("scratch", MFD_CLOEXEC)), "scratch"}; }

// It is always this writer's turn.
class OwnTurn final : public DigestTurn {
public:
  DigestFeed& await() override {
    said += "await;";
    return feed;
  }
  void pass() override { said += "pass;"; }

  DigestFeed feed;
  std::string said;
};

class ThrowingTurn final : public DigestTurn {
public:
  explicit ThrowingTurn(bool when_awaited) : when_awaited_(when_awaited) {}

  DigestFeed& await() override {
    if (when_awaited_) throw Error(sqlstate::query_canceled, "nobody's turn");
    return feed_;
  }
  void pass() override { throw Error(sqlstate::query_canceled, "passed nobody"); }

private:
  const bool when_awaited_;
  DigestFeed feed_;
};

TEST(Piece, ComesBackAsThePartThatItWas) {
  const ScratchFile file = scratch();
  zip::Part part;
  part.bytes = 10;
  part.crc32 = 11;
  part.deflated_bytes = 12;
  part.deflated_crc32 = 13;
  part.extents = {{&file, 14, 12}};
  const ScratchFile copy = scratch();
  const zip::Part back = Piece::of(part).part(copy);
  EXPECT_EQ(back.bytes, 10U);
  EXPECT_EQ(back.crc32, 11U);
  EXPECT_EQ(back.deflated_bytes, 12U);
  EXPECT_EQ(back.deflated_crc32, 13U);
  ASSERT_EQ(back.extents.size(), 1U);
  EXPECT_EQ(back.extents[0].file, &copy) << "whoever wrote it may have another name for the file";
  EXPECT_EQ(back.extents[0].offset, 14U);
  EXPECT_EQ(back.extents[0].size, 12U);
}

TEST(Piece, MayHoldNothing) {
  const ScratchFile file = scratch();
  const zip::Part back = Piece::of(zip::Part{}).part(file);
  EXPECT_EQ(back.bytes, 0U);
  EXPECT_EQ(back.deflated_bytes, 0U);
  EXPECT_EQ(test::stored_bytes(back), "");
}

TEST(DigestFeed, HashesEachTextAndThenStartsAnew) {
  DigestFeed feed;
  for (int i = 0; i < 2; ++i) {
    feed.feed_csv("a,");
    feed.feed_json("[");
    feed.feed_csv("b");
    const TextDigests digests = feed.finish();
    EXPECT_EQ(to_hex(digests.csv), sha256_of("a,b"));
    EXPECT_EQ(to_hex(digests.json), sha256_of("["));
  }
  EXPECT_EQ(to_hex(feed.finish().csv), sha256_of(""));
}

// A sheet of five rows on worksheets of two: blocks of two, two and one row.
class BlockTest : public testing::Test {
protected:
  BlockTest() {
    sheet_.columns = {{"id", "numeric", model::JsonForm::number, model::CellForm::number},
                      {"title", "text", model::JsonForm::text, model::CellForm::text}};
    frame_ = {"", "<head>", "</sheetData><autoFilter ref=\"A1:B1\"/></worksheet>", {9, {3, 4}}};
    const auto keep = [this](const RowBlock& block) {
      kept_.push_back({block.place, std::string(block.rows)});
    };
    RowBlocks rows(keep, 2, 1'000);
    rows.begin(2);
    for (const char* id : {"1", "12345678901234567890", "3", "NaN", "5"}) {
      const model::Field fields[] = {{id, {}, false}, {"a,b", {}, id[0] == '3'}};
      rows.row(fields);
    }
    rows.finish();
  }

  RowBlock block(std::size_t number) const { return {kept_[number].place, kept_[number].rows}; }

  static std::string row(int number, const std::string& id, const std::string& title) {
    const std::string n = std::to_string(number);
    return "<row r=\"" + n + "\"><c r=\"A" + n + "\" " + id + "</c>" + title + "</row>";
  }
  static std::string title(int number) {
    return "<c r=\"B" + std::to_string(number) +
           "\" s=\"4\" t=\"inlineStr\"><is><t>a,b</t></is></c>";
  }

  struct Kept {
    BlockPlace place;
    std::string rows;
  };
  model::SheetInfo sheet_;
  xlsx::WorksheetFrame frame_;
  std::vector<Kept> kept_;

  const std::vector<std::string> csv_{
      "id,title\n1,\"a,b\"\n12345678901234567890,\"a,b\"\n",
      "3,\nNaN,\"a,b\"\n",
      "5,\"a,b\"\n",
  };
  const std::vector<std::string> json_{
      "[\n{\"id\":1,\"title\":\"a,b\"},\n{\"id\":12345678901234567890,\"title\":\"a,b\"}",
      ",\n{\"id\":3,\"title\":null},\n{\"id\":\"NaN\",\"title\":\"a,b\"}",
      ",\n{\"id\":5,\"title\":\"a,b\"}\n]\n",
  };
  const std::vector<std::string> worksheets_{
      "<head>" + row(2, "s=\"3\"><v>1</v>", title(2)) +
          row(3, "s=\"9\" t=\"inlineStr\"><is><t>12345678901234567890</t></is>", title(3)) +
          "</sheetData><autoFilter ref=\"A1:B3\"/></worksheet>",
      "<head>" + row(2, "s=\"3\"><v>3</v>", "") +
          row(3, "s=\"9\" t=\"inlineStr\"><is><t>NaN</t></is>", title(3)) +
          "</sheetData><autoFilter ref=\"A1:B3\"/></worksheet>",
      "<head>" + row(2, "s=\"3\"><v>5</v>", title(2)) +
          "</sheetData><autoFilter ref=\"A1:B2\"/></worksheet>",
  };
};

TEST_F(BlockTest, EncoderWritesABlockAsItsPlaceSays) {
  ASSERT_EQ(kept_.size(), 3U);
  BlockEncoder encoder(sheet_, frame_);
  for (const std::size_t i : {2U, 0U, 1U, 0U}) {  // in any order
    TextBuffer csv, json, worksheet;
    encoder.append_csv(csv, block(i));
    encoder.append_json(json, block(i));
    encoder.append_worksheet(worksheet, block(i));
    EXPECT_EQ(csv.view(), csv_[i]);
    EXPECT_EQ(json.view(), json_[i]);
    EXPECT_EQ(worksheet.view(), worksheets_[i]);
  }
}

// In a worksheet that continues, the head is written once, and the tail only at its end.
TEST_F(BlockTest, EncoderGoesOnInAWorksheet) {
  BlockEncoder encoder(sheet_, frame_);
  TextBuffer worksheet;
  encoder.append_worksheet(worksheet, {{1, 2, 7, false, false}, kept_[1].rows});
  EXPECT_EQ(worksheet.view(),
            row(9, "s=\"3\"><v>3</v>", "") +
                row(10, "s=\"9\" t=\"inlineStr\"><is><t>NaN</t></is>", title(10)));
  worksheet.clear(0);
  encoder.append_worksheet(worksheet, {{2, 0, 9, true, true}, {}});
  EXPECT_EQ(worksheet.view(), "</sheetData><autoFilter ref=\"A1:B10\"/></worksheet>");
}

TEST_F(BlockTest, EncoderWritesASheetWithoutRows) {
  BlockEncoder encoder(sheet_, frame_);
  const RowBlock nothing{{0, 0, 0, true, true}, {}};
  TextBuffer csv, json, worksheet;
  encoder.append_csv(csv, nothing);
  encoder.append_json(json, nothing);
  encoder.append_worksheet(worksheet, nothing);
  EXPECT_EQ(csv.view(), "id,title\n");
  EXPECT_EQ(json.view(), "[\n]\n");
  EXPECT_EQ(worksheet.view(), "<head></sheetData><autoFilter ref=\"A1:B1\"/></worksheet>");
}

TEST_F(BlockTest, EncoderAppends) {
  BlockEncoder encoder(sheet_, frame_);
  TextBuffer out;
  for (std::size_t i = 0; i < 3; ++i) encoder.append_csv(out, block(i));
  EXPECT_EQ(out.view(), csv_[0] + csv_[1] + csv_[2]);
}

TEST_F(BlockTest, EncoderCountsWhatCellsCouldNotHold) {
  BlockEncoder encoder(sheet_, frame_);
  TextBuffer out;
  for (std::size_t i = 0; i < 3; ++i) encoder.append_worksheet(out, block(i));
  ASSERT_EQ(encoder.losses().size(), 2U);
  EXPECT_EQ(encoder.losses()[0], (xlsx::CellLosses{1, 1, 0, 0, 0, 0}));
  EXPECT_EQ(encoder.losses()[1], xlsx::CellLosses{});
}

// The pieces in the scratch file, joined, must be the texts, with the right sums.
void expect_is(const std::vector<Piece>& pieces, const ScratchFile& file,
               const std::vector<std::string>& texts) {
  ASSERT_EQ(pieces.size(), texts.size());
  std::string deflated;
  std::string whole;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string bytes = test::stored_bytes(pieces[i].part(file));
    EXPECT_EQ(pieces[i].bytes, texts[i].size());
    EXPECT_EQ(pieces[i].crc32, crc32_update(0, texts[i]));
    EXPECT_EQ(pieces[i].deflated_bytes, bytes.size());
    EXPECT_EQ(pieces[i].deflated_crc32, crc32_update(0, bytes));
    deflated += bytes;
    whole += texts[i];
  }
  EXPECT_EQ(test::inflate(deflated), whole);
}

TEST_F(BlockTest, WriterWritesEachFormat) {
  ScratchFile file = scratch();
  BlockWriter writer(file, no_poll);
  BlockEncoder encoder(sheet_, frame_);
  OwnTurn turn;
  std::vector<Piece> csv, json;
  for (std::size_t i = 0; i < 3; ++i) {
    const BlockParts parts = writer.write(encoder, block(i), turn);
    csv.push_back(parts.csv);
    json.push_back(parts.json);
    expect_is({parts.worksheet}, file, {worksheets_[i]});
    const bool ends = i == 2;
    EXPECT_EQ(to_hex(parts.digests.csv),
              ends ? sha256_of(csv_[0] + csv_[1] + csv_[2]) : std::string(64, '0'));
    EXPECT_EQ(to_hex(parts.digests.json),
              ends ? sha256_of(json_[0] + json_[1] + json_[2]) : std::string(64, '0'));
  }
  expect_is(csv, file, csv_);
  expect_is(json, file, json_);
  EXPECT_EQ(turn.said, "await;pass;await;pass;await;pass;");
}

// Blocks of two sheets, the second sheet's first.
TEST_F(BlockTest, WriterTakesBlocksInAnyOrder) {
  ScratchFile file = scratch();
  BlockWriter writer(file, no_poll);
  BlockEncoder encoder(sheet_, frame_);
  model::SheetInfo other_sheet;
  other_sheet.columns = {{"x", "text"}};
  xlsx::WorksheetFrame other_frame = frame_;
  other_frame.styles = {9, {3}};
  BlockEncoder other(other_sheet, other_frame);
  OwnTurn turn;
  OwnTurn other_turn;
  std::vector<Piece> csv(3);
  for (const std::size_t i : {2U, 0U, 1U}) {
    csv[i] = writer.write(encoder, block(i), turn).csv;
    const BlockParts empty = writer.write(other, {{0, 0, 0, true, true}, {}}, other_turn);
    expect_is({empty.csv}, file, {"x\n"});
    EXPECT_EQ(to_hex(empty.digests.csv), sha256_of("x\n"));
  }
  expect_is(csv, file, csv_);
}

// A long row, whose bytes stay in the process that has read it.
class LongRowTest : public BlockTest {
protected:
  static constexpr std::size_t long_bytes = 32UL * 1024 * 1024;
  const std::string long_text_ = std::string(long_bytes, 'x');
  const model::Field fields_[2] = {{"7", {}, false}, {long_text_, {}, false}};
  const RowBlock long_row_{{0, 1, 0, true, true}, {}, fields_};
};

TEST_F(LongRowTest, IsWrittenAsAnyOther) {
  ScratchFile file = scratch();
  BlockWriter writer(file, no_poll);
  BlockEncoder encoder(sheet_, frame_);
  OwnTurn turn;
  const BlockParts parts = writer.write(encoder, long_row_, turn);
  const std::string csv = "id,title\n7," + long_text_ + "\n";
  const std::string json = "[\n{\"id\":7,\"title\":\"" + long_text_ + "\"}\n]\n";
  expect_is({parts.csv}, file, {csv});
  expect_is({parts.json}, file, {json});
  EXPECT_EQ(to_hex(parts.digests.csv), sha256_of(csv));
  EXPECT_EQ(to_hex(parts.digests.json), sha256_of(json));
  const std::string worksheet = test::inflate(test::stored_bytes(parts.worksheet.part(file)));
  EXPECT_EQ(worksheet.rfind("<head><row r=\"2\"><c r=\"A2\" s=\"3\"><v>7</v></c><c r=\"B2\"", 0),
            0U);
  EXPECT_EQ(encoder.losses()[1], (xlsx::CellLosses{0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(turn.said, "await;pass;");
  const BlockParts after = writer.write(encoder, block(0), turn);
  expect_is({after.worksheet}, file, {worksheets_[0]});
}

TEST_F(LongRowTest, IsNeverHeld) {
  ScratchFile file = scratch();
  std::size_t most = 0;
  BlockWriter writer(file,
                     [&] { most = std::max(most, __sanitizer_get_current_allocated_bytes()); });
  BlockEncoder encoder(sheet_, frame_);
  OwnTurn turn;
  const std::size_t before = __sanitizer_get_current_allocated_bytes();
  (void)writer.write(encoder, long_row_, turn);
  EXPECT_GT(most, before);
  EXPECT_LT(most - before, long_bytes / 8);
}

TEST_F(LongRowTest, IsAskedAboutPieceByPiece) {
  ScratchFile file = scratch();
  BlockEncoder encoder(sheet_, frame_);
  OwnTurn turn;
  int asked = 0;
  BlockWriter writer(file, [&] {
    if (++asked == 20) throw Error(sqlstate::query_canceled, "enough");
  });
  EXPECT_EQ(caught([&] { writer.write(encoder, long_row_, turn); }),
            (Caught{"57014", "enough", "", ""}));
}

TEST_F(BlockTest, WriterAsksAtEveryFormat) {
  ScratchFile file = scratch();
  BlockEncoder encoder(sheet_, frame_);
  OwnTurn turn;
  for (int last = 1; last <= 3; ++last) {
    int asked = 0;
    BlockWriter writer(file, [&] {
      if (++asked == last) throw Error(sqlstate::query_canceled, "enough");
    });
    EXPECT_EQ(caught([&] { writer.write(encoder, block(0), turn); }),
              (Caught{"57014", "enough", "", ""}));
  }
}

TEST_F(BlockTest, WhatTheTurnThrowsComesOut) {
  ScratchFile file = scratch();
  BlockEncoder encoder(sheet_, frame_);
  for (const bool when_awaited : {true, false}) {
    BlockWriter writer(file, no_poll);
    ThrowingTurn turn(when_awaited);
    EXPECT_EQ(caught([&] { writer.write(encoder, block(0), turn); }),
              (Caught{"57014", when_awaited ? "nobody's turn" : "passed nobody", "", ""}));
  }
}

TEST_F(BlockTest, FullDiskIsNamed) {
  ScratchFile full(UniqueFd(::open("/dev/full", O_RDWR | O_CLOEXEC)), "full");
  BlockWriter writer(full, no_poll);
  BlockEncoder encoder(sheet_, frame_);
  OwnTurn turn;
  EXPECT_EQ(caught([&] { writer.write(encoder, block(0), turn); }),
            (Caught{"53100", "could not write file \"full\": No space left on device", "",
                    "Free room on the file system of the export directory, or point "
                    "paliad_backup.export_dir at a larger one."}));
}

}  // namespace
}  // namespace paliad::sheet
