#include "core/zip/end_record.hpp"

#include "unit/support/opened_zip.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;
using test::file_of;
using test::no_end;
using test::number;
using test::raw_end;
using test::raw_end64;

const Caught two_ends{"XX001", "\"a.zip\" has two end records",
                      "Programs would disagree about what it holds.", hint_changed};
const Caught no_end64{"XX001", "\"a.zip\" has no Zip64 end record where its locator says",
                      "Bytes were changed, or are missing.", hint_damaged};

EndRecord read(const std::string& bytes) { return read_end_record(file_of(bytes).get(), "a.zip"); }

Caught refusal(const std::string& bytes) {
  return caught([&] { read(bytes); });
}

void expect(const std::string& bytes, std::uint64_t entries, std::uint64_t directory_bytes) {
  const EndRecord end = read(bytes);
  EXPECT_EQ(end.entries, entries);
  EXPECT_EQ(end.directory_bytes, directory_bytes);
}

// An end record and its comment.
std::string end_with_comment(const std::string& comment) {
  return "PK\5\6" + std::string(16, '\0') + number(comment.size(), 2) + comment;
}

TEST(EndRecord, SaysHowManyEntriesAndHowLongTheirDirectoryIs) {
  expect(raw_end(0, 0, 0), 0, 0);
  expect(raw_end(3, 141, 7), 3, 141);
  expect("before" + raw_end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF), 0xFFFF, 0xFFFFFFFF);
  expect(std::string(1'000'000, 'x') + raw_end(0x1234, 0x12345678, 0), 0x1234, 0x12345678);
}

TEST(EndRecord, IsThatOfZip64WhereThereIsOne) {
  constexpr std::uint64_t huge = 0x1234'5678'9ABC'DEF0;
  const std::string end = raw_end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
  expect(raw_end64(70'000, huge, 0, 0) + end, 70'000, huge);
  expect("before" + raw_end64(1, 46, 0, 6) + end, 1, 46);
  // Far before the end, outside the range that is searched for the end record.
  const std::string record = raw_end64(2, 92, 0, 0);
  expect(record.substr(0, 56) + std::string(1'000'000, 'x') + record.substr(56) + end, 2, 92);
}

TEST(EndRecord, IsTheLast22Bytes) {
  const std::string end = raw_end(1, 46, 0);
  for (std::size_t size = 0; size < end.size(); ++size) {
    EXPECT_EQ(refusal(end.substr(0, size)), no_end) << size;
    EXPECT_EQ(refusal(end.substr(end.size() - size)), no_end) << size;
  }
  EXPECT_EQ(refusal(end + "x"), no_end);
  EXPECT_EQ(refusal(std::string(1'000'000, 'x')), no_end);
}

TEST(EndRecord, HasNoComment) {
  const std::string end = raw_end(1, 46, 0);
  for (const std::size_t size : {1U, 22U, 0xFFFFU}) {
    EXPECT_EQ(refusal(end_with_comment(std::string(size, 'c'))), no_end);
    EXPECT_EQ(refusal(end.substr(0, 20) + number(size, 2)), no_end) << "a comment that is cut";
  }
}

// A comment may contain an end record, and may have up to 65535 bytes.
TEST(EndRecord, IsTheOnlyOne) {
  const std::string end = raw_end(1, 46, 0);
  EXPECT_EQ(refusal(end_with_comment(end)), two_ends);
  EXPECT_EQ(refusal("PK\5\6" + end_with_comment("PK\5\6" + end)), two_ends);
  EXPECT_EQ(refusal(end_with_comment(std::string(0xFFFF - 22, 'c') + end)), two_ends);
  EXPECT_EQ(refusal(std::string(100'000, 'x') + end_with_comment("c" + end)), two_ends);
}

TEST(EndRecord, IsNotTakenForOneWhereItsCommentEndsElsewhere) {
  const std::string end = raw_end(1, 46, 0);
  expect(end_with_comment("c") + end, 1, 46);
  expect("PK\5\6" + end, 1, 46);
  expect(std::string("PK\5\6") + std::string(16, '\0') + number(23, 2) + end, 1, 46);
}

TEST(EndRecord, HasItsZip64RecordWhereTheLocatorSays) {
  const std::string end = raw_end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF);
  for (const std::uint64_t record : {1ULL, 56ULL, 1000ULL, ~0ULL >> 1U, ~0ULL})
    EXPECT_EQ(refusal(raw_end64(0, 0, 0, record) + end), no_end64) << record;
  EXPECT_EQ(refusal(raw_end64(0, 0, 0, 0).substr(56) + end), no_end64) << "no record at all";
}

TEST(EndRecord, LeavesThePlaceInTheFile) {
  const UniqueFd fd = file_of(raw_end(1, 46, 0));
  ASSERT_EQ(::lseek(fd.get(), 7, SEEK_SET), 7);
  (void)read_end_record(fd.get(), "a.zip");
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_CUR), 7);
}

TEST(EndRecord, SaysWhatTheSystemSays) {
  EXPECT_EQ(caught([] { (void)read_end_record(-1, "a.zip"); }),
            (Caught{"58030", "could not inspect file \"a.zip\": Bad file descriptor", "", ""}));
  const test::TempDirectory directory;
  test::write_file(directory / "a.zip", raw_end(0, 0, 0));
  const UniqueFd unreadable(::open((directory / "a.zip").c_str(), O_WRONLY | O_CLOEXEC));
  EXPECT_EQ(caught([&] { (void)read_end_record(unreadable.get(), "a.zip"); }),
            (Caught{"58030", "could not read file \"a.zip\": Bad file descriptor", "", ""}));
}

}  // namespace
}  // namespace paliad::zip
