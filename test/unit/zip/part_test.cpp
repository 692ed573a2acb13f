#include "core/zip/part.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/inflate.hpp"
#include "unit/support/stored_bytes.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <random>

using paliad::crc32_update;
using paliad::Extent;
using paliad::ScratchFile;
using paliad::Sha256;
using paliad::to_hex;
using paliad::UniqueFd;
using paliad::test::Caught;
using paliad::test::caught;
using paliad::test::inflate;
using paliad::test::stored_bytes;
using paliad::zip::Part;
using paliad::zip::PartWriter;

namespace {

std::string random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() & 0xFF);
  return bytes;
}

void expect_holds(const Part& part, const std::string& content) {
  const std::string deflated = stored_bytes(part);
  EXPECT_EQ(part.bytes, content.size());
  EXPECT_EQ(part.crc32, crc32_update(0, content));
  Sha256 sha256;
  sha256.update(content);
  EXPECT_EQ(to_hex(part.sha256), to_hex(sha256.finish()));
  EXPECT_EQ(part.deflated_bytes, deflated.size());
  EXPECT_EQ(part.deflated_crc32, crc32_update(0, deflated));
  EXPECT_TRUE(inflate(deflated) == content);
}

class PartTest : public testing::Test {
protected:
  static ScratchFile make(const std::string& path, int flags) {
    return {UniqueFd(::open(path.c_str(), flags | O_CLOEXEC, 0600)), "scratch"};
  }

  paliad::test::TempDirectory directory_;
  ScratchFile scratch_ = make(directory_ / "scratch", O_CREAT | O_RDWR);
};

TEST_F(PartTest, ScratchFileSaysWhereItPutWhat) {
  const Extent first = scratch_.append("hello ");
  const Extent nothing = scratch_.append("");
  const Extent second = scratch_.append("world");
  EXPECT_EQ(first.offset, 0U);
  EXPECT_EQ(first.size, 6U);
  EXPECT_EQ(nothing.offset, 6U);
  EXPECT_EQ(nothing.size, 0U);
  EXPECT_EQ(second.offset, 6U);
  EXPECT_EQ(second.size, 5U);
  char text[16] = "";
  scratch_.read(text, 7, 4);
  EXPECT_EQ(std::string(text, 7), "o world");
  EXPECT_EQ(scratch_.name(), "scratch");
}

TEST_F(PartTest, EmptyPart) {
  PartWriter writer(scratch_);
  const Part part = writer.finish();
  expect_holds(part, "");
  EXPECT_EQ(part.extents.size(), 1U);
}

TEST_F(PartTest, PiecesAddUp) {
  PartWriter writer(scratch_);
  for (const char* piece : {"a,b\n", "", "1,2\n"}) writer.write(piece);
  expect_holds(writer.finish(), "a,b\n1,2\n");
}

// Written block by block, but without gaps between them: a single extent.
TEST_F(PartTest, LonePartIsOneExtent) {
  const std::string content = random_bytes(1 << 20, 1);
  PartWriter writer(scratch_);
  for (std::size_t at = 0; at < content.size(); at += 4'099)
    writer.write(content.substr(at, 4'099));
  const Part part = writer.finish();
  expect_holds(part, content);
  ASSERT_EQ(part.extents.size(), 1U);
  EXPECT_EQ(part.extents[0].offset, 0U);
}

TEST_F(PartTest, WriterMakesOnePartAfterAnother) {
  PartWriter writer(scratch_);
  writer.write("first");
  const Part first = writer.finish();
  writer.write("second");
  const Part second = writer.finish();
  expect_holds(first, "first");
  expect_holds(second, "second");
  EXPECT_EQ(second.extents[0].offset, first.deflated_bytes);
}

TEST_F(PartTest, TwoPartsShareOneScratchFile) {
  const std::string first_content = random_bytes(1'000'000, 2);
  const std::string second_content = random_bytes(700'000, 3) + std::string(300'000, 'z');
  PartWriter first_writer(scratch_);
  PartWriter second_writer(scratch_);
  for (std::size_t at = 0; at < 1'000'000; at += 10'007) {
    first_writer.write(first_content.substr(at, 10'007));
    second_writer.write(second_content.substr(at, 10'007));
  }
  const Part second = second_writer.finish();
  const Part first = first_writer.finish();
  expect_holds(first, first_content);
  expect_holds(second, second_content);
  EXPECT_GT(first.extents.size(), 4U);
  EXPECT_GT(second.extents.size(), 4U);
  EXPECT_EQ(paliad::file_size(scratch_.fd(), "scratch"),
            first.deflated_bytes + second.deflated_bytes);
}

// A value of hundreds of megabytes must not delay a cancel.
TEST_F(PartTest, AsksWithinALongValue) {
  int asked = 0;
  PartWriter writer(scratch_, [&] {
    if (++asked == 3) throw paliad::Error(paliad::sqlstate::query_canceled, "canceled");
  });
  EXPECT_EQ(caught([&] { writer.write(std::string(64 << 20, 'x')); }).message, "canceled");
  EXPECT_EQ(asked, 3);
}

TEST_F(PartTest, FullDiskIsNamed) {
  ScratchFile full = make("/dev/full", O_WRONLY);
  PartWriter writer(full);
  const Caught error = caught([&] { writer.write(random_bytes(1 << 20, 4)); });
  EXPECT_EQ(error.state, "53100");
  EXPECT_EQ(error.message, "could not write file \"scratch\": No space left on device");
}

// A part that is continued after a pause, by the same writer or another one, is one part.
TEST_F(PartTest, APartCanBeContinued) {
  ScratchFile first = make(directory_ / "first", O_CREAT | O_RDWR);
  ScratchFile second = make(directory_ / "second", O_CREAT | O_RDWR);
  PartWriter here(first);
  PartWriter there(second);
  const std::string texts[] = {"begin, begin, begin", "", random_bytes(200'000, 7), "the end"};
  std::string content;
  std::string deflated;
  Part whole;
  for (std::size_t i = 0; i < 4; ++i) {
    PartWriter& writer = i % 2 == 0 ? here : there;
    writer.write(texts[i]);
    const Part piece = i < 3 ? writer.cut() : writer.finish();
    deflated += stored_bytes(piece);
    append(whole, piece);
    content += texts[i];
  }
  EXPECT_TRUE(inflate(deflated) == content);
  EXPECT_EQ(whole.bytes, content.size());
  EXPECT_EQ(whole.crc32, crc32_update(0, content));
  EXPECT_EQ(whole.deflated_bytes, deflated.size());
  EXPECT_EQ(whole.deflated_crc32, crc32_update(0, deflated));
  EXPECT_EQ(whole.extents.size(), 4U);
  EXPECT_EQ(whole.extents[3].file, &second);
}

}  // namespace
