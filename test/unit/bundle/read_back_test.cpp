#include "core/bundle/read_back.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/noise.hpp"
#include "unit/support/raw_zip.hpp"
#include "unit/support/sha256_of.hpp"
#include "unit/support/small_bundle.hpp"
#include "unit/support/zip_entries.hpp"

#include <gtest/gtest.h>

namespace paliad::bundle {
namespace {

using test::caught;
using test::Caught;
using test::number;
using test::raw_end;
using test::raw_local;
using test::RawEntry;
using test::RawZip;
using test::SmallBundle;
using test::stored_entry;
using test::ZipEntry;

class Reread : public testing::Test {
protected:
  Reread() { bundle_.write(); }

  ReadBack reread(const std::string& bytes, const Poll& poll = no_poll) const {
    return reread_bundle(bundle_.file_of(bytes).get(), "target", bundle_.entries, poll, block_);
  }
  Caught refusal(const std::string& bytes) const {
    return caught([&] { reread(bytes); });
  }
  std::string flipped(std::size_t at) const {
    std::string bytes = good();
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
    return bytes;
  }
  // The good bundle with the same bit flipped in a local header and in the directory.
  std::string flipped_twice(std::size_t header, std::size_t directory) const {
    std::string bytes = good();
    for (const std::size_t at : {header, directory})
      bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
    return bytes;
  }
  static Caught damaged(const std::string& what) {
    return {"XX001", "what was read back from \"target\" is not what was written: " + what, "",
            "Check the disk and the memory of the server, then run the backup again."};
  }
  // Whether libzip refuses to open it, whatever its message is.
  bool cannot_be_opened(const std::string& bytes) const {
    Caught error = refusal(bytes);
    error.detail = "";
    return error == damaged("\"target\" has no end record") ||
           error == damaged("the directory of \"target\" contradicts itself or the entries");
  }
  // Whether the damage is noticed, or a newer libzip (1.11) finds it when it opens the file.
  bool is_noticed(const std::string& bytes, const std::string& what) const {
    return refusal(bytes) == damaged(what) || cannot_be_opened(bytes);
  }
  std::string good() const { return bundle_.bytes(); }
  ZipEntry entry(const std::string& name) const {
    for (const ZipEntry& found : test::zip_entries(good()))
      if (found.name == name) return found;
    throw std::out_of_range(name);
  }

  SmallBundle bundle_;
  std::size_t block_ = 7;  // so small that every structure crosses the end of a block
};

TEST_F(Reread, GivesSizeAndDigestOfAGoodBundle) {
  const ReadBack read = reread(good());
  EXPECT_EQ(read.bytes, good().size());
  EXPECT_EQ(to_hex(read.sha256), test::sha256_of(good()));
}

// Works from any position of the descriptor, and leaves it open.
TEST_F(Reread, LeavesTheDescriptorUsable) {
  ASSERT_GT(::lseek(bundle_.target.get(), 0, SEEK_END), 0);
  for (int round = 0; round < 2; ++round)
    EXPECT_EQ(reread_bundle(bundle_.target.get(), "target", bundle_.entries, no_poll).bytes,
              good().size());
  EXPECT_EQ(file_size(bundle_.target.get(), "target"), good().size());
}

TEST_F(Reread, NoticesAFlippedBitInAnyContent) {
  for (const ZipEntry& found : test::zip_entries(good())) {
    if (found.name == "paliad-backup.xlsx") continue;
    for (const std::size_t at : {found.data, found.data + found.stored.size() - 1})
      EXPECT_EQ(refusal(flipped(at)),
                damaged("the content of entry \"" + found.name + "\" differs"));
  }
}

// The workbook is stored, not deflated.
TEST_F(Reread, NoticesAFlippedBitInTheWorkbook) {
  const ZipEntry workbook = entry("paliad-backup.xlsx");
  for (const std::size_t at : {workbook.data, workbook.data + workbook.stored.size() - 1})
    EXPECT_EQ(refusal(flipped(at)), damaged("the content of entry \"paliad-backup.xlsx\" differs"));
}

TEST_F(Reread, ReadsABundleOfManyBlocksToItsEnd) {
  SmallBundle large;
  large.title = test::noise(1'500'000);
  large.write();
  const auto reread_large = [&](const std::string& bytes) {
    return reread_bundle(large.file_of(bytes).get(), "target", large.entries, no_poll, 65'536);
  };
  const std::string bytes = large.bytes();
  ASSERT_GT(bytes.size(), 6'000'000U);
  EXPECT_EQ(to_hex(reread_large(bytes).sha256), test::sha256_of(bytes));
  for (const ZipEntry& found : test::zip_entries(bytes)) {
    std::string changed = bytes;
    changed[found.data + found.stored.size() / 2] ^= 1;
    EXPECT_EQ(caught([&] { reread_large(changed); }),
              damaged("the content of entry \"" + found.name + "\" differs"));
  }
}

TEST_F(Reread, NoticesAFlippedBitInALocalHeader) {
  const std::size_t header = entry("csv/matters.csv").header;
  for (const std::size_t at : {0, 8, 10, 14, 18, 22, 26, 30})
    EXPECT_TRUE(cannot_be_opened(flipped(header + at))) << at;
}

TEST_F(Reread, NoticesAFlippedBitInTheDirectory) {
  const std::size_t directory = entry("csv/matters.csv").directory;
  for (const std::size_t at : {0, 10, 12, 16, 20, 24, 28, 42, 46})
    EXPECT_TRUE(cannot_be_opened(flipped(directory + at))) << at;
}

TEST_F(Reread, NoticesAFlippedBitInTheEnd) {
  const std::size_t end = good().size() - 22;
  for (const std::size_t at : {0, 8, 10, 12, 16, 20})
    EXPECT_TRUE(cannot_be_opened(flipped(end + at))) << at;
}

// Some readers obey these flags, though not every libzip: encryption, and a size that follows the
// data.
TEST_F(Reread, NoticesFlagsInALocalHeader) {
  for (const int bit : {1, 8}) {
    std::string bytes = good();
    bytes[entry("csv/matters.csv").header + 6] ^= static_cast<char>(bit);
    EXPECT_TRUE(is_noticed(bytes, "the content of entry \"csv/matters.csv\" differs")) << bit;
  }
}

// As an entry of four gigabytes has, for its sizes.
TEST_F(Reread, GoesOverAnExtraField) {
  const RawEntry one = stored_entry("a.txt", "content");
  const std::string extra = number(0xCAFE, 2) + number(4, 2) + "more";
  std::string local = raw_local(one);
  local.replace(28, 2, number(extra.size(), 2));
  local.insert(30 + one.name.size(), extra);
  const std::string directory = RawZip({one}).directory;
  const bundle::BundleEntry entry{one.name, one.bytes, one.bytes, one.crc32, one.crc32};
  const auto reread_raw = [&](const std::string& between) {
    const std::string bytes =
        local + between + directory + raw_end(1, directory.size(), local.size() + between.size());
    const UniqueFd file = bundle_.file_of(bytes);
    return reread_bundle(file.get(), "target", {entry}, no_poll, block_).bytes;
  };
  EXPECT_EQ(reread_raw(""), local.size() + directory.size() + 22);
  EXPECT_EQ(caught([&] { reread_raw("x"); }), damaged("the content of entry \"a.txt\" differs"));
}

// Header and directory have the same CRC, which isn't that of the content.
TEST_F(Reread, NoticesACrcThatWasChangedTwice) {
  const ZipEntry found = entry("csv/matters.csv");
  EXPECT_EQ(refusal(flipped_twice(found.header + 14, found.directory + 16)),
            damaged("the size or CRC of entry \"csv/matters.csv\" differs"));
}

// Size and CRC are right, but the entry can't be inflated.
TEST_F(Reread, NoticesAMethodThatWasChangedTwice) {
  for (const char* name : {"csv/matters.csv", "paliad-backup.xlsx"}) {
    const ZipEntry found = entry(name);
    const std::string method = "the method of entry \"" + found.name + "\" differs";
    EXPECT_EQ(refusal(flipped_twice(found.header + 8, found.directory + 10)), damaged(method));
    EXPECT_TRUE(is_noticed(flipped_twice(found.header + 6, found.directory + 8), method))
        << "encrypted";
  }
}

TEST_F(Reread, NoticesAnEncodingThatWasChangedTwice) {
  SmallBundle other;
  other.info.sheets[0].sheet = "Gebühren";
  other.write();
  std::string bytes = other.bytes();
  for (const ZipEntry& found : test::zip_entries(bytes))
    if (found.name == "csv/Gebühren.csv")
      for (const std::size_t at : {found.header + 7, found.directory + 9})
        bytes[at] = static_cast<char>(bytes[at] ^ 8);
  ASSERT_NE(bytes, other.bytes());
  EXPECT_EQ(
      caught([&] { reread_bundle(other.file_of(bytes).get(), "target", other.entries, no_poll); }),
      damaged("entry \"csv/Gebühren.csv\" is missing"));
}

TEST_F(Reread, NoticesANameThatWasChangedTwice) {
  const ZipEntry found = entry("csv/matters.csv");
  EXPECT_EQ(refusal(flipped_twice(found.header + 30, found.directory + 46)),
            damaged("entry \"csv/matters.csv\" is missing"));
}

TEST_F(Reread, NoticesAFileThatWasCut) {
  for (const std::size_t size : {good().size() - 1, good().size() - 22, good().size() / 2})
    EXPECT_TRUE(cannot_be_opened(good().substr(0, size))) << size;
  EXPECT_TRUE(cannot_be_opened(""));
}

TEST_F(Reread, NoticesAnAppendedByte) { EXPECT_TRUE(cannot_be_opened(good() + "x")); }

TEST_F(Reread, NoticesAPrependedByte) { EXPECT_TRUE(cannot_be_opened("x" + good())); }

TEST_F(Reread, NoticesAnotherNumberOfEntries) {
  bundle_.entries.pop_back();
  EXPECT_EQ(refusal(good()), damaged("it has 10 entries instead of 9"));
  bundle_.entries.resize(11);
  EXPECT_EQ(refusal(good()), damaged("it has 10 entries instead of 11"));
}

TEST_F(Reread, NoticesAnotherOrder) {
  std::swap(bundle_.entries[3], bundle_.entries[4]);
  EXPECT_EQ(refusal(good()), damaged("entry \"csv/ref__courts.csv\" is missing"));
}

TEST_F(Reread, NoticesAnotherBackupOfTheSameTables) {
  SmallBundle other;
  other.info.id = "6f1c2a34-0000-4000-8000-000000000002";
  other.write();
  EXPECT_EQ(refusal(other.bytes()).state, "XX001");
}

TEST_F(Reread, NamesAFileThatCannotBeForcedToDisk) {
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_EQ(caught([&] { reread_bundle(null.get(), "target", {}, no_poll); }),
            (Caught{"58030", "could not force to disk file \"target\": Invalid argument", "", ""}));
}

TEST_F(Reread, StopsWhenThePollThrows) {
  int polls = 0;
  block_ = good().size() / 5;
  reread(good(), [&] { ++polls; });
  ASSERT_GE(polls, 6);
  for (int last = 1; last <= polls; ++last) {
    int calls = 0;
    EXPECT_EQ(caught([&] {
                reread(good(), [&] {
                  if (++calls == last) throw Error(sqlstate::query_canceled, "enough");
                });
              }),
              (Caught{"57014", "enough", "", ""}));
    EXPECT_EQ(calls, last);
  }
}

}  // namespace
}  // namespace paliad::bundle
