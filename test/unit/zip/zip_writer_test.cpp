#include "core/zip/zip_writer.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/noise.hpp"
#include "unit/support/other_process.hpp"
#include "unit/support/sha256_of.hpp"
#include "unit/support/temp_directory.hpp"
#include "unit/support/zip_entries.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;
using test::ZipEntry;

constexpr Instant when = from_unix_seconds(1'795'402'801);  // 2026-11-23 03:00:01 UTC

class Zip : public testing::Test {
protected:
  UniqueFd open(const std::string& path, int flags = O_CREAT | O_RDWR) const {
    return UniqueFd(::open(path.c_str(), flags | O_CLOEXEC, 0600));
  }

  Part part(const std::string& content) {
    PartWriter writer(scratch_);
    writer.write(content);
    return writer.finish();
  }

  // A part with the content, stored without compression.
  Part stored_part(const std::string& content) {
    Part part;
    part.bytes = part.deflated_bytes = content.size();
    part.crc32 = part.deflated_crc32 = crc32_update(0, content);
    part.extents = {scratch_.append(content)};
    return part;
  }

  std::vector<ZipEntry> written() const { return test::zip_entries(test::read_file(path_)); }

  test::TempDirectory directory_;
  const std::string path_ = directory_ / "target";
  UniqueFd target_ = open(path_);
  ScratchFile scratch_{open(directory_ / "scratch"), "scratch"};
};

TEST_F(Zip, HoldsItsEntriesInTheOrderTheyWereAdded) {
  ZipWriter zip(target_.get(), "target", when);
  for (const char* name : {"b.txt", "a/c.txt", "a.txt"}) zip.add(name, part(name));
  zip.finish(no_poll);
  const auto entries = written();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].name, "b.txt");
  EXPECT_EQ(entries[1].name, "a/c.txt");
  EXPECT_EQ(entries[2].name, "a.txt");
  for (const ZipEntry& entry : entries) EXPECT_EQ(entry.content(), entry.name);
  EXPECT_LT(entries[0].data, entries[1].data);
  EXPECT_LT(entries[1].data, entries[2].data);
}

TEST_F(Zip, CopiesWhatIsDeflatedAsItIs) {
  const std::string content(100'000, 'x');
  const Part made = part(content);
  ZipWriter zip(target_.get(), "target", when);
  zip.add("x", made);
  zip.finish(no_poll);
  const ZipEntry entry = written().at(0);
  EXPECT_EQ(entry.method, 8U);
  EXPECT_EQ(entry.bytes, content.size());
  EXPECT_EQ(entry.crc32, crc32_update(0, content));
  EXPECT_EQ(crc32_update(0, entry.stored), made.deflated_crc32);
  EXPECT_EQ(entry.content(), content);
}

TEST_F(Zip, GivesTheRoomOfWhatItCopiedBack) {
  const std::string content = test::noise(1'000'000);
  const auto room_of = [](const UniqueFd& fd) {
    struct stat info = {};
    return ::fstat(fd.get(), &info) == 0 ? info.st_blocks * 512 : -1;
  };
  const UniqueFd scratch = open(directory_ / "scratch", O_RDWR);
  Sha256Value sha256{};
  ZipWriter zip(target_.get(), "target", when, Copied::goes);
  zip.add("deflated", part(content));
  zip.add_stored("stored", stored_part(content), sha256);
  ASSERT_GT(room_of(scratch), 1'500'000);
  zip.finish(no_poll);
  EXPECT_LT(room_of(scratch), 100'000);
  for (const ZipEntry& entry : written()) EXPECT_EQ(entry.content(), content);
}

TEST_F(Zip, GathersAPartFromItsPieces) {
  const Part first = part("one ");
  part("between");
  Part joined = first;
  joined.extents = {{&scratch_, first.extents[0].offset, 2},
                    {&scratch_, first.extents[0].offset + 2, first.extents[0].size - 2}};
  ZipWriter zip(target_.get(), "target", when);
  zip.add("x", joined);
  zip.finish(no_poll);
  EXPECT_EQ(written().at(0).content(), "one ");
}

TEST_F(Zip, StoresWhatIsNotDeflatedAndHashesIt) {
  const std::string content(3'000'000, 'y');
  Sha256Value sha256{};
  ZipWriter zip(target_.get(), "target", when);
  zip.add_stored("y", stored_part(content), sha256);
  zip.finish(no_poll);
  EXPECT_EQ(to_hex(sha256), test::sha256_of(content));
  const ZipEntry entry = written().at(0);
  EXPECT_EQ(entry.method, 0U);
  EXPECT_EQ(entry.bytes, content.size());
  EXPECT_TRUE(entry.stored == content);
}

TEST_F(Zip, MakesALateEntryOnceAndWhenThoseBeforeItAreCopied) {
  Sha256Value sha256{};
  ZipWriter zip(target_.get(), "target", when);
  zip.add_stored("y", stored_part("hashed before it is told"), sha256);
  zip.add_late("digest", [&] { return part(to_hex(sha256)); });
  zip.add("z", part("after it"));
  zip.finish(no_poll);
  EXPECT_EQ(written().at(1).content(), test::sha256_of("hashed before it is told"));
  EXPECT_EQ(written().at(2).content(), "after it");
}

TEST_F(Zip, WhatMakingALateEntryThrowsComesOut) {
  ZipWriter zip(target_.get(), "target", when);
  zip.add("x", part("x"));
  zip.add_late("late", []() -> Part { throw Error(sqlstate::io_error, "could not"); });
  EXPECT_EQ(caught([&] { zip.finish(no_poll); }), (Caught{"58030", "could not", "", ""}));
}

TEST_F(Zip, HoldsAnEmptyEntry) {
  ZipWriter zip(target_.get(), "target", when);
  zip.add("empty", part(""));
  zip.finish(no_poll);
  const ZipEntry entry = written().at(0);
  EXPECT_EQ(entry.bytes, 0U);
  EXPECT_EQ(entry.crc32, 0U);
  EXPECT_EQ(entry.content(), "");
}

TEST_F(Zip, MarksANameAsUtf8) {
  ZipWriter zip(target_.get(), "target", when);
  zip.add("csv/Mandanten_Łódź_€.csv", part("x"));
  zip.finish(no_poll);
  const ZipEntry entry = written().at(0);
  constexpr unsigned utf8 = 1U << 11U;
  EXPECT_EQ(entry.name, "csv/Mandanten_Łódź_€.csv");
  EXPECT_EQ(entry.flags & utf8, utf8);
}

TEST_F(Zip, GivesEveryEntryTimeAndMode) {
  ZipWriter zip(target_.get(), "target", when);
  zip.add("x", part("x"));
  zip.finish(no_poll);
  const ZipEntry entry = written().at(0);
  EXPECT_EQ(entry.time, 3U << 11U);  // in steps of two seconds
  EXPECT_EQ(entry.date, (2026U - 1980U) << 9U | 11U << 5U | 23U);
  EXPECT_EQ(entry.system, 3U);
  EXPECT_EQ(entry.mode, 0100600U);
}

TEST_F(Zip, KnowsNoTimeBefore1980) {
  ZipWriter zip(target_.get(), "target", days_of({1980, 1, 1}) * day - 1);
  zip.add("x", part("x"));
  zip.finish(no_poll);
  EXPECT_EQ(written().at(0).time, 0U);
  EXPECT_EQ(written().at(0).date, 1U << 5U | 1U);
}

TEST_F(Zip, RefusesANameTwice) {
  ZipWriter zip(target_.get(), "target", when);
  zip.add("x", part("x"));
  EXPECT_EQ(
      caught([&] { zip.add("x", part("x")); }),
      (Caught{"58030", "could not add an entry to zip \"target\": File already exists", "", ""}));
}

TEST_F(Zip, WritesNothingBeforeItIsFinished) {
  ZipWriter zip(target_.get(), "target", when);
  zip.add("x", part("x"));
  EXPECT_EQ(test::read_file(path_), "");
}

struct Stop {
  int at;
};

// At every block: while entries are read, and while the zip is written.
TEST_F(Zip, PollStopsItAndItsOwnExceptionComesOut) {
  int polls = 0;
  {
    ZipWriter zip(target_.get(), "target", when);
    zip.add("x", part("content"));
    zip.finish([&] { ++polls; });
  }
  ASSERT_GE(polls, 3);
  for (int last = 1; last <= polls; ++last) {
    const UniqueFd target = open(directory_ / ("target" + std::to_string(last)));
    ZipWriter zip(target.get(), "target", when);
    zip.add("x", part("content"));
    int calls = 0;
    try {
      zip.finish([&] {
        if (++calls == last) throw Stop{last};
      });
      ADD_FAILURE() << "it went on after poll " << last;
    } catch (const Stop& stop) {
      EXPECT_EQ(stop.at, last);
    }
  }
}

TEST_F(Zip, FullDiskIsNamed) {
  const UniqueFd full = open("/dev/full", O_RDWR);
  ZipWriter zip(full.get(), "target", when);
  zip.add("x", part("x"));
  EXPECT_EQ(caught([&] { zip.finish(no_poll); }),
            (Caught{"53100", "could not write file \"target\": No space left on device", "",
                    "Free room on the file system of the export directory, or point "
                    "paliad_backup.export_dir at a larger one."}));
}

// In a process of its own, because the limit on the size of files applies to the whole process.
TEST_F(Zip, DiskThatFillsUpHalfWayIsNamed) {
  const std::string content = [] {
    std::string bytes(200'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<char>((i * i * 31 + i) >> 7U & 0xFFU);
    return bytes;
  }();
  Sha256Value sha256{};
  ZipWriter zip(target_.get(), "target", when);
  zip.add_stored("y", stored_part(content), sha256);
  test::ChildProcess child([&](test::ChildProcess& self) {
    const rlimit limit{100'000, 100'000};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const Caught error = caught([&] { zip.finish(no_poll); });
    self.say(error.state + " " + error.message);
  });
  EXPECT_EQ(child.hear(), "53400 could not write file \"target\": File too large");
  EXPECT_EQ(child.finish(), 0);
}

TEST_F(Zip, ScratchFileThatWasCutIsNoticed) {
  const Part made = part("content");
  ASSERT_EQ(::ftruncate(scratch_.fd(), 3), 0);
  ZipWriter zip(target_.get(), "target", when);
  zip.add("x", made);
  EXPECT_EQ(caught([&] { zip.finish(no_poll); }),
            (Caught{"58030", "file \"scratch\" is shorter than what was written to it", "", ""}));
}

TEST_F(Zip, UnreadableScratchFileIsNamed) {
  const ScratchFile unreadable(open(directory_ / "scratch", O_WRONLY), "scratch");
  ZipWriter zip(target_.get(), "target", when);
  Part made = part("content");
  made.extents[0].file = &unreadable;
  zip.add("x", made);
  EXPECT_EQ(caught([&] { zip.finish(no_poll); }).message,
            "could not read file \"scratch\": Bad file descriptor");
}

}  // namespace
}  // namespace paliad::zip
