#include "core/zip/zip_archive.hpp"

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/opened_zip.hpp"
#include "unit/support/raw_zip.hpp"
#include "unit/support/zip_entries.hpp"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <list>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;

constexpr Instant when = from_unix_seconds(1'795'402'801);  // 2026-11-23 03:00:01 UTC

// The calls of contents and target, in order; the `failing_at`th call of `failing` throws instead.
class Asked {
public:
  void ask(const std::string& what) {
    if (all.empty() || all.back() != what) all.push_back(what);
    if (what == failing && ++times_ == failing_at) throw Error(sqlstate::query_canceled, what);
  }

  bool has_failed() const { return times_ >= failing_at; }

  std::vector<std::string> all;  // repeated calls are one
  std::string failing;
  int failing_at = 1;

private:
  int times_ = 0;
};

class MemoryTarget final : public ZipTarget {
public:
  explicit MemoryTarget(Asked& asked) : asked_(asked) {}

  void write(std::string_view more, std::uint64_t at) override {
    asked_.ask("write");
    flushed_ = false;
    if (at < bytes.size()) written_anew.push_back(at);
    bytes.resize(std::max<std::size_t>(bytes.size(), at + more.size()));
    bytes.replace(at, more.size(), more);
  }
  void flush() override {
    asked_.ask("flush");
    flushed_ = true;
  }
  std::uint64_t size() override {
    asked_.ask("size");
    size_was_unknown |= !flushed_;
    return bytes.size();
  }

  bool flushed() const { return flushed_; }

  std::string bytes;
  std::vector<std::uint64_t> written_anew;  // at these offsets
  bool size_was_unknown = false;

private:
  Asked& asked_;
  bool flushed_ = true;
};

class MemoryContent final : public ZipContent {
public:
  MemoryContent(Asked& asked, std::string name, std::string stored, ZipFacts facts)
      : asked_(asked), name_(std::move(name)), stored_(std::move(stored)), facts_(facts) {}

  ZipFacts facts() override {
    asked_.ask("facts of " + name_);
    return facts_;
  }
  void open() override {
    asked_.ask("open " + name_);
    at_ = 0;
  }
  std::size_t read(char* into, std::uint64_t size) override {
    asked_.ask("read " + name_);
    const std::size_t bytes = std::min<std::uint64_t>({size, most, stored_.size() - at_});
    stored_.copy(into, bytes, at_);
    at_ += bytes;
    return bytes;
  }

  std::size_t most = 3;  // bytes at a time

private:
  Asked& asked_;
  const std::string name_;
  const std::string stored_;
  const ZipFacts facts_;
  std::size_t at_ = 0;
};

class ZipArchiveTest : public testing::Test {
protected:
  MemoryContent& stored(const std::string& name, const std::string& content) {
    return contents_.emplace_back(asked_, name, content, facts_of(content, content));
  }
  MemoryContent& deflated(const std::string& name, const std::string& content) {
    const std::string bytes = test::deflated(content);
    return contents_.emplace_back(asked_, name, bytes, facts_of(content, bytes));
  }
  static ZipFacts facts_of(const std::string& content, const std::string& bytes) {
    return {content.size(), bytes.size(), crc32_update(0, content)};
  }

  Asked asked_;
  MemoryTarget target_{asked_};
  std::list<MemoryContent> contents_;
};

TEST_F(ZipArchiveTest, HoldsItsEntriesInTheOrderTheyWereAdded) {
  ZipArchive zip(target_, "a.zip", when);
  zip.add("b", stored("b", "1234"), ZipMethod::stored);
  zip.add("csv/Łódź.csv", deflated("Łódź", std::string(10'000, 'x')), ZipMethod::deflated);
  zip.add("a", stored("a", ""), ZipMethod::stored);
  zip.finish();
  const auto entries = test::zip_entries(target_.bytes);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].name, "b");
  EXPECT_EQ(entries[0].method, 0U);
  EXPECT_EQ(entries[0].stored, "1234");
  EXPECT_EQ(entries[0].crc32, crc32_update(0, "1234"));
  EXPECT_EQ(entries[1].name, "csv/Łódź.csv");
  EXPECT_EQ(entries[1].method, 8U);
  EXPECT_EQ(entries[1].bytes, 10'000U);
  EXPECT_TRUE(entries[1].content() == std::string(10'000, 'x'));
  EXPECT_TRUE(entries[1].stored == test::deflated(std::string(10'000, 'x'))) << "as it is";
  EXPECT_EQ(entries[2].name, "a");
  EXPECT_EQ(entries[2].content(), "");
  EXPECT_LT(entries[0].data, entries[1].data);
  EXPECT_LT(entries[1].data, entries[2].data);
  EXPECT_EQ(test::contents(target_.bytes).size(), 3U) << "another library reads it";
}

TEST_F(ZipArchiveTest, GivesEveryEntryTimeAndMode) {
  ZipArchive zip(target_, "a.zip", when);
  zip.add("x", stored("x", "x"), ZipMethod::stored);
  zip.add("y", deflated("y", "y"), ZipMethod::deflated);
  zip.finish();
  for (const test::ZipEntry& entry : test::zip_entries(target_.bytes)) {
    EXPECT_EQ(entry.time, 3U << 11U);  // in steps of two seconds
    EXPECT_EQ(entry.date, (2026U - 1980U) << 9U | 11U << 5U | 23U);
    EXPECT_EQ(entry.system, 3U);
    EXPECT_EQ(entry.mode, 0100600U);
  }
}

TEST_F(ZipArchiveTest, IsTheSameEveryTime) {
  std::string first;
  for (int i = 0; i < 2; ++i) {
    Asked asked;
    MemoryTarget target(asked);
    ZipArchive zip(target, "a.zip", when);
    zip.add("x", deflated("x", "1234"), ZipMethod::deflated);
    zip.finish();
    if (i == 0) first = target.bytes;
    EXPECT_EQ(target.bytes, first);
  }
}

TEST_F(ZipArchiveTest, AsksForNothingBeforeItIsFinished) {
  {
    ZipArchive zip(target_, "a.zip", when);
    zip.add("x", stored("x", "x"), ZipMethod::stored);
  }
  EXPECT_EQ(asked_.all, std::vector<std::string>());
  EXPECT_EQ(target_.bytes, "");
}

// The facts of an entry may depend on the entries before it.
TEST_F(ZipArchiveTest, ComesToAnEntryWhenThoseBeforeAreWritten) {
  ZipArchive zip(target_, "a.zip", when);
  zip.add("1", stored("1", "abcdef"), ZipMethod::stored);
  zip.add("2", stored("2", "ghijkl"), ZipMethod::stored);
  zip.finish();
  const auto first_of = [&](const std::string& what) {
    return std::find(asked_.all.begin(), asked_.all.end(), what) - asked_.all.begin();
  };
  const auto last_of = [&](const std::string& what) {
    return asked_.all.rend() - std::find(asked_.all.rbegin(), asked_.all.rend(), what) - 1;
  };
  EXPECT_LT(first_of("facts of 1"), first_of("open 1"));
  EXPECT_LT(first_of("open 1"), first_of("read 1"));
  EXPECT_LT(last_of("read 1"), first_of("facts of 2"));
  EXPECT_LT(last_of("read 1"), first_of("open 2"));
  EXPECT_LT(last_of("open 2"), last_of("read 2"));
}

TEST_F(ZipArchiveTest, WritesInOrderAndHeadersAnew) {
  ZipArchive zip(target_, "a.zip", when);
  zip.add("x", stored("x", std::string(100'000, 'x')), ZipMethod::stored);
  zip.add("y", deflated("y", test::good_bundle()), ZipMethod::deflated);
  zip.finish();
  const auto entries = test::zip_entries(target_.bytes);
  ASSERT_FALSE(target_.written_anew.empty());
  for (const std::uint64_t at : target_.written_anew)
    EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
      return at >= entry.header && at < entry.data;
    })) << at;
}

TEST_F(ZipArchiveTest, FlushesBeforeItAsksForTheEndAndAtTheEnd) {
  ZipArchive zip(target_, "a.zip", when);
  zip.add("x", stored("x", "x"), ZipMethod::stored);
  zip.finish();
  EXPECT_FALSE(target_.size_was_unknown);
  EXPECT_TRUE(target_.flushed());
}

// Versions of libzip ask for the size twice or not at all, and open a content once.
TEST_F(ZipArchiveTest, WhatTargetOrContentThrowsComesOut) {
  for (const char* failing : {"facts of x", "open x", "read x", "write", "flush", "size"})
    for (const int at : {1, 2}) {
      Asked asked;
      asked.failing = failing;
      asked.failing_at = at;
      MemoryTarget target(asked);
      MemoryContent content(asked, "x", "123456", facts_of("123456", "123456"));
      ZipArchive zip(target, "a.zip", when);
      zip.add("x", content, ZipMethod::stored);
      const Caught error = caught([&] { zip.finish(); });
      EXPECT_EQ(error, asked.has_failed() ? (Caught{"57014", failing, "", ""}) : Caught{}) << at;
      const bool may_be_unasked = std::string(failing) == "size" || at == 2;
      EXPECT_TRUE(asked.has_failed() || may_be_unasked) << failing;
    }
}

TEST_F(ZipArchiveTest, RefusesANameTwice) {
  ZipArchive zip(target_, "a.zip", when);
  zip.add("x", stored("x", "1"), ZipMethod::stored);
  EXPECT_EQ(
      caught([&] { zip.add("x", stored("x", "2"), ZipMethod::stored); }),
      (Caught{"58030", "could not add an entry to zip \"a.zip\": File already exists", "", ""}));
}

TEST_F(ZipArchiveTest, RefusesANameThatIsNotUtf8) {
  ZipArchive zip(target_, "a.zip", when);
  EXPECT_EQ(caught([&] { zip.add("M\xFCller", stored("x", "1"), ZipMethod::stored); }),
            (Caught{"58030", "could not add an entry to zip \"a.zip\": Invalid argument", "", ""}));
}

// A content of more than 4 GB is only declared: just its stored bytes exist.
TEST_F(ZipArchiveTest, HasZip64WhereASizeNeedsIt) {
  for (const std::uint64_t bytes : {0xFFFFFFFEULL, 0xFFFFFFFFULL, 1ULL << 32U, 5ULL << 30U}) {
    Asked asked;
    MemoryTarget target(asked);
    MemoryContent content(asked, "x", std::string(5'000'000, 'x'), {bytes, 5'000'000, 7});
    ZipArchive zip(target, "a.zip", when);
    zip.add("x", content, ZipMethod::deflated);
    zip.finish();
    const zip::Archive read(test::file_of(target.bytes).get(), "a.zip", 10);
    EXPECT_EQ(read.entries().at(0).bytes, bytes);
    EXPECT_EQ(read.entries().at(0).stored_bytes, 5'000'000U);
    EXPECT_EQ(read.entries().at(0).crc32, 7U);
  }
}

// libzip alone would leave the field empty. A content may look like a header with an empty field.
TEST_F(ZipArchiveTest, SaysASizeOfAllOnesInItsZip64Field) {
  const std::string name = "name";
  std::string stored("PK\3\4");
  stored.resize(26);
  stored += std::string("\4\0\4\0", 4);
  MemoryContent large(asked_, name, stored, {0xFFFFFFFFULL, stored.size(), 7});
  large.most = stored.size();
  ZipArchive zip(target_, "a.zip", when);
  zip.add(name, large, ZipMethod::deflated);
  zip.add("behind", this->stored("behind", "1234"), ZipMethod::stored);
  zip.finish();
  const std::string sizes = std::string("\xFF\xFF\xFF\xFF\0\0\0\0", 8);
  const std::string local =
      std::string("\1\0\x10\0", 4) + sizes + std::string("\x1E\0\0\0\0\0\0\0", 8);
  const std::string central = std::string("\1\0\x08\0", 4) + sizes;
  EXPECT_EQ(target_.bytes.substr(26, 4), std::string("\4\0\x14\0", 4));
  EXPECT_EQ(target_.bytes.substr(34, 20), local);
  EXPECT_EQ(target_.bytes.substr(54, 30), stored) << "the content is as it was";
  const std::size_t directory = target_.bytes.find("PK\1\2");
  EXPECT_EQ(target_.bytes.substr(directory + 28, 4), std::string("\4\0\x0C\0", 4));
  EXPECT_EQ(target_.bytes.substr(directory + 50, 12), central);
  const zip::Archive read(test::file_of(target_.bytes).get(), "a.zip", 10);
  EXPECT_EQ(read.entry(name).bytes, 0xFFFFFFFFU);
  EXPECT_EQ(read.read(read.entry("behind"), 10), "1234");
}

TEST_F(ZipArchiveTest, CannotBeEmpty) {
  ZipArchive zip(target_, "a.zip", when);
  EXPECT_EQ(caught([&] { zip.finish(); }),
            (Caught{"XX000", "zip \"a.zip\" would have no entries", "", ""}));
}

TEST_F(ZipArchiveTest, HasZip64WhereManyEntriesNeedIt) {
  constexpr std::uint64_t many = 65'536;
  ZipArchive zip(target_, "a.zip", when);
  MemoryContent& nothing = stored("", "");
  for (std::uint64_t i = 0; i < many; ++i) zip.add(std::to_string(i), nothing, ZipMethod::stored);
  zip.finish();
  const zip::Archive read(test::file_of(target_.bytes).get(), "a.zip", many);
  EXPECT_EQ(read.entries().size(), many);
  EXPECT_EQ(target_.bytes.substr(target_.bytes.size() - 42, 4), "PK\6\7");
}

TEST_F(ZipArchiveTest, HasNoZip64WhereNothingNeedsIt) {
  ZipArchive zip(target_, "a.zip", when);
  zip.add("x", stored("x", "1234"), ZipMethod::stored);
  zip.add("y", deflated("y", "1234"), ZipMethod::deflated);
  zip.finish();
  for (const test::ZipEntry& entry : test::zip_entries(target_.bytes)) {
    EXPECT_LE(test::little_endian(target_.bytes, entry.header + 4, 2), 20U) << "version needed";
    EXPECT_EQ(entry.data, entry.header + 30 + 1) << "no extra field";
  }
  EXPECT_EQ(target_.bytes.find("PK\6\6"), std::string::npos);
}

}  // namespace
}  // namespace paliad::zip
