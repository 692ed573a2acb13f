#include "core/formats/text_source.hpp"

#include "core/base/error.hpp"
#include "unit/support/blocks.hpp"
#include "unit/support/caught.hpp"

#include <gtest/gtest.h>

namespace paliad::formats {
namespace {

using test::caught;
using test::Caught;
using test::in_blocks;

// The results of take_until() until there is no further mark, and the rest in brackets.
std::string parted(const std::string& text, std::string_view mark, std::size_t size) {
  TextSource source(in_blocks(text, size));
  std::string shown;
  std::string_view part;
  while (source.take_until(mark, part)) shown.append(part).append("|");
  return shown.append("[").append(part).append("]");
}

TEST(TextSource, TakesWhatComesBeforeAMark) {
  for (const std::size_t size : {1U, 2U, 3U, 5U, 1000U}) {
    EXPECT_EQ(parted("one\ntwo\n\nfour", "\n", size), "one|two||[four]") << size;
    EXPECT_EQ(parted("a</c>b<</c>", "</c>", size), "a|b<|[]") << size;
    EXPECT_EQ(parted("aab", "ab", size), "a|[]") << size;
    EXPECT_EQ(parted("no mark", "</c>", size), "[no mark]") << size;
    EXPECT_EQ(parted("<", "</c>", size), "[<]") << size;
    EXPECT_EQ(parted("", "</c>", size), "[]") << size;
    EXPECT_EQ(parted("</c>", "</c>", size), "|[]") << size;
  }
}

TEST(TextSource, IsEmptyBehindWhatHadNoMark) {
  TextSource source(in_blocks("ab", 1));
  std::string_view text;
  EXPECT_FALSE(source.take_until("\n", text));
  EXPECT_EQ(text, "ab");
  EXPECT_EQ(source.peek(), -1);
  EXPECT_FALSE(source.take_until("\n", text));
  EXPECT_EQ(text, "");
}

TEST(TextSource, GivesOneCharacterAfterAnother) {
  for (const std::size_t size : {1U, 2U, 1000U}) {
    TextSource source(in_blocks(std::string("a\0\xFF", 3), size));
    for (const int expected : {int{'a'}, 0, 255}) {
      EXPECT_EQ(source.peek(), expected);
      EXPECT_EQ(source.peek(), expected) << "to look takes nothing";
      EXPECT_EQ(source.take(), expected);
    }
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(source.peek(), -1);
      EXPECT_EQ(source.take(), -1);
    }
  }
}

TEST(TextSource, LooksAheadAtAByteAtLeastButAtTheEnd) {
  for (const std::size_t size : {1U, 2U, 1000U}) {
    TextSource source(in_blocks("0123456789", size));
    std::string seen;
    for (std::string_view ahead = source.ahead(); !ahead.empty(); ahead = source.ahead()) {
      seen += ahead.front();
      source.skip(1);
    }
    EXPECT_EQ(seen, "0123456789");
    EXPECT_EQ(source.ahead(), "");
    EXPECT_EQ(source.take(), -1);
  }
}

TEST(TextSource, GoesOnWhereTheOneBeforeHasStopped) {
  for (const std::size_t size : {1U, 3U, 1000U}) {
    TextSource source(in_blocks("name=\"value\";rest", size));
    std::string_view text;
    ASSERT_TRUE(source.take_until("=", text));
    EXPECT_EQ(text, "name");
    EXPECT_EQ(source.take(), '"');
    ASSERT_TRUE(source.take_until("\"", text));
    EXPECT_EQ(text, "value");
    EXPECT_EQ(source.ahead().front(), ';');
    source.skip(1);
    EXPECT_FALSE(source.take_until(";", text));
    EXPECT_EQ(text, "rest");
  }
}

// A text that is much longer than a block, with a mark across two blocks.
TEST(TextSource, TakesLongTexts) {
  const std::string value(3'000'000, 'x');
  for (const std::size_t size : {65'536U, 999'999U}) {
    TextSource source(in_blocks("a|>" + value + "|>b", size));
    std::string_view text;
    ASSERT_TRUE(source.take_until("|>", text));
    EXPECT_EQ(text, "a");
    ASSERT_TRUE(source.take_until("|>", text));
    EXPECT_TRUE(text == value);
    EXPECT_FALSE(source.take_until("|>", text));
    EXPECT_EQ(text, "b");
  }
}

TEST(TextSource, AsksForNoBlockBehindTheEmptyOne) {
  int asked = 0;
  TextSource source([&]() -> std::string_view { return ++asked == 1 ? "ab" : ""; });
  std::string_view text;
  EXPECT_FALSE(source.take_until("\n", text));
  EXPECT_FALSE(source.take_until("\n", text));
  EXPECT_EQ(source.take(), -1);
  EXPECT_EQ(source.ahead(), "");
  EXPECT_EQ(asked, 2);
}

TEST(TextSource, WhatABlockThrowsComesOut) {
  int asked = 0;
  TextSource source([&]() -> std::string_view {
    if (++asked == 2) throw Error(sqlstate::query_canceled, "enough");
    return "ab";
  });
  std::string_view text;
  EXPECT_EQ(caught([&] { source.take_until("\n", text); }), (Caught{"57014", "enough", "", ""}));
}

TEST(Malformed, IsDamage) {
  EXPECT_EQ(caught([] { malformed("a row never ends"); }),
            (Caught{"XX001", "a row never ends", "", ""}));
}

}  // namespace
}  // namespace paliad::formats
