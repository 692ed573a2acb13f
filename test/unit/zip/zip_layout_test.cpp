#include "core/zip/zip_layout.hpp"

#include "core/base/file.hpp"
#include "core/zip/zip_reader.hpp"
#include "core/zip/zip_writer.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/noise.hpp"
#include "unit/support/stored_bytes.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <numeric>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;

constexpr Instant when = from_unix_seconds(1'795'402'801);

class Layout : public testing::Test {
protected:
  UniqueFd open(const std::string& path) const {
    return UniqueFd(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  }

  Part part(const std::string& content) {
    PartWriter writer(scratch_);
    writer.write(content);
    return writer.finish();
  }

  // The bytes that ZipWriter makes for the same entries.
  std::string written(const std::vector<std::pair<std::string, Part>>& entries) const {
    const UniqueFd target = open(directory_ / "target");
    ZipWriter zip(target.get(), "target", when);
    for (const auto& [name, part] : entries) zip.add(name, part);
    zip.finish(no_poll);
    return test::read_file(directory_ / "target");
  }
  Part laid_out(const std::vector<std::pair<std::string, Part>>& entries) {
    ZipLayout zip("layout", when);
    for (const auto& [name, part] : entries) zip.add(name, part);
    return zip.finish(frame_);
  }
  // Makes the layout of a content of `bytes` bytes, none of which exists, between two others, and
  // opens the zip.
  std::vector<Extent> expect_found(std::uint64_t bytes) {
    Part large = part("x");
    large.bytes = large.deflated_bytes = bytes;
    large.extents = {{&scratch_, 0, bytes}};
    const Part zip = laid_out({{"before", part("y")}, {"large", large}, {"behind", part("z")}});
    EXPECT_EQ(size_of(zip.extents), zip.bytes);
    const UniqueFd file = open(directory_ / ("sparse " + std::to_string(bytes)));
    std::uint64_t at = 0;
    for (const Extent& extent : zip.extents) {
      if (extent.size < 1'000'000) {
        std::string piece(extent.size, '\0');
        extent.file->read(piece.data(), piece.size(), extent.offset);
        write_at(file.get(), piece, at, "sparse");
      }
      at += extent.size;
    }
    const zip::Archive found(file.get(), "sparse", 10);
    EXPECT_EQ(found.entries().size(), 3U);
    EXPECT_EQ(found.entry("large").stored_bytes, bytes);
    EXPECT_EQ(found.read(found.entry("before"), 10), "y");
    EXPECT_EQ(found.read(found.entry("behind"), 10), "z");
    return zip.extents;
  }
  static std::uint64_t size_of(const std::vector<Extent>& extents) {
    return std::accumulate(extents.begin(), extents.end(), std::uint64_t{0},
                           [](auto sum, const Extent& extent) { return sum + extent.size; });
  }

  test::TempDirectory directory_;
  ScratchFile scratch_{open(directory_ / "scratch"), "scratch"};
  ScratchFile frame_{open(directory_ / "frame"), "frame"};
};

TEST_F(Layout, IsWhatTheWriterWrites) {
  Part joined = part("one ");
  part("between");
  joined.extents = {{&scratch_, joined.extents[0].offset, 1},
                    {&scratch_, joined.extents[0].offset + 1, joined.extents[0].size - 1}};
  const std::vector<std::pair<std::string, Part>> entries{
      {"[Content_Types].xml", part("<Types/>")},
      {"empty", part("")},
      {"noise", part(test::noise(1'000'000))},
      {"xl/ä.xml", part(std::string(300'000, 'x'))},
      {"joined", joined},
      {"last", part("last")}};
  const Part zip = laid_out(entries);
  const std::string expected = written(entries);
  EXPECT_TRUE(test::stored_bytes(zip) == expected);
  EXPECT_EQ(zip.bytes, expected.size());
  EXPECT_EQ(zip.deflated_bytes, expected.size());
  EXPECT_EQ(zip.crc32, crc32_update(0, expected));
  EXPECT_EQ(zip.deflated_crc32, zip.crc32);
}

// Contents stay in their file: only the bytes between them are new.
TEST_F(Layout, CopiesNoContent) {
  const Part content = part(test::noise(500'000));
  const Part zip = laid_out({{"x", content}});
  std::uint64_t in_frame = 0;
  for (const Extent& extent : zip.extents)
    if (extent.file == &frame_) in_frame += extent.size;
  EXPECT_EQ(in_frame, zip.bytes - content.deflated_bytes);
  EXPECT_LT(in_frame, 1'000U);
}

// Contents aren't read either, so that their file need not have their size. The zip, with a hole in
// that file's place, can be opened, and each entry is where the directory says.
TEST_F(Layout, HasZip64ForWhatIsLargerThanFourGigabytes) { expect_found(5ULL << 30U); }

// libzip leaves the Zip64 field empty where a number has all bits set.
TEST_F(Layout, HasZip64ForASizeOfAllOnes) { expect_found(0xFFFFFFFFULL); }

// Where a deflated entry has about that size, libzip adds the field to its header in any case.
TEST_F(Layout, HasZip64ForAPlaceOfAllOnes) {
  const std::uint64_t headers = 30 + 6 + 30 + 5 + 20;
  const auto extents = expect_found(0xFFFFFFFFULL - headers - part("y").deflated_bytes);
  EXPECT_EQ(size_of({extents.begin(), extents.begin() + 4}), 0xFFFFFFFFU) << "behind four pieces";
}

TEST_F(Layout, NeedsNoZip64ForADirectoryInThePlaceOfAllOnes) {
  const std::uint64_t headers = 30 + 6 + 30 + 5 + 20 + 30 + 6;
  const auto extents =
      expect_found(0xFFFFFFFFULL - headers - part("y").deflated_bytes - part("z").deflated_bytes);
  EXPECT_EQ(size_of({extents.begin(), extents.begin() + 6}), 0xFFFFFFFFU) << "behind six pieces";
}

TEST_F(Layout, RefusesANameTwice) {
  const Part content = part("x");
  ZipLayout zip("layout", when);
  zip.add("x", content);
  EXPECT_EQ(
      caught([&] { zip.add("x", content); }),
      (Caught{"58030", "could not add an entry to zip \"layout\": File already exists", "", ""}));
}

TEST_F(Layout, FullDiskIsNamed) {
  ScratchFile full(UniqueFd(::open("/dev/full", O_RDWR | O_CLOEXEC)), "full");
  const Part content = part("x");
  ZipLayout zip("layout", when);
  zip.add("x", content);
  EXPECT_EQ(caught([&] { zip.finish(full); }).state, "53100");
}

}  // namespace
}  // namespace paliad::zip
