#include "core/base/caseless.hpp"

#include "core/base/error.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <cwctype>
#include <memory>

#include <utf8proc.h>

namespace paliad {
namespace {

TEST(Caseless, CaseDoesNotCount) {
  const std::pair<const char*, const char*> alike[] = {
      {"Matters", "mATTERS"},
      {"ÄÖÜ", "äöü"},
      {"Þ", "þ"},
      {"Ÿ", "ÿ"},
      {"Ĺ", "ĺ"},
      {"ŷ", "Ŷ"},
      {"ſ", "S"},
      {"ДОГОВОР", "договор"},
      {"ΟΔΟΣ", "οδος"},
      {"οδος", "οδοσ"},
      {"Ջ", "ջ"},
      {"Ⴀ", "ⴀ"},
      {"ꭰ", "Ꭰ"},
      {"\U00010400", "\U00010428"},
  };
  for (const auto& [first, second] : alike) EXPECT_EQ(caseless(first), caseless(second)) << first;
}

TEST(Caseless, ALetterThatFoldsIntoTwoIsBoth) {
  const std::pair<const char*, const char*> alike[] = {
      {"Maß", "MASS"}, {"ẞ", "ß"}, {"ﬁ", "FI"}, {"ŉ", "ʼN"}, {"ᾳ", "ΑΙ"}, {"և", "ԵՒ"},
  };
  for (const auto& [first, second] : alike) EXPECT_EQ(caseless(first), caseless(second)) << first;
}

TEST(Caseless, TheDotOfAnIDoesNotCount) {
  for (const char* const letter :
       {"I", "i", "\u0130", "\u0131", "i\u0307", "I\u0307", "\u0131\u0307"})
    EXPECT_EQ(caseless(letter), "i") << letter;
  EXPECT_NE(caseless("ï"), "i");
  EXPECT_NE(caseless("j"), "i");
}

TEST(Caseless, AccentsMayBeComposedOrNot) {
  const std::pair<const char*, const char*> alike[] = {
      {"é", "e\u0301"},
      {"É", "e\u0301"},
      {"Å", "\u212B"},
      {"ǘ", "U\u0308\u0301"},
      {"й", "и\u0306"},
      {"각", "\u1100\u1161\u11A8"},
      {"a\u0323\u0301", "a\u0301\u0323"},
      {"\u03B1\u0345\u0301", "ΆΙ"},  // the iota below folds into a letter
  };
  for (const auto& [first, second] : alike) EXPECT_EQ(caseless(first), caseless(second)) << first;
}

TEST(Caseless, NeitherWidthNorWhatNobodySeesCounts) {
  const std::pair<const char*, const char*> alike[] = {
      {"Ａｋｔｅ１", "akte1"},  {"ｶﾞ", "ガ"}, {"m²", "m2"}, {"a\u200Db", "ab"},
      {"a\u00ADb\uFEFF", "AB"},
  };
  for (const auto& [first, second] : alike) EXPECT_EQ(caseless(first), caseless(second)) << first;
}

TEST(Caseless, OtherLettersAreOthers) {
  const std::pair<const char*, const char*> different[] = {
      {"a", "ä"}, {"×", "÷"}, {"ß", "ÿ"}, {"ĸ", "Ĺ"}, {"ŷ", "Ÿ"},
      {"ž", "ſ"}, {"@", "`"}, {"и", "й"}, {"a", "а"}, {"a_b", "ab"},
  };
  EXPECT_NE(caseless("か"), caseless("カ"));
  EXPECT_NE(caseless("😀"), caseless("😁"));
  for (const auto& [first, second] : different)
    EXPECT_NE(caseless(first), caseless(second)) << first;
}

TEST(Caseless, WhatIsNotUtf8IsRefused) {
  EXPECT_EQ(caseless(""), "");
  EXPECT_THROW((void)caseless("\xC3"), Error);
  EXPECT_THROW((void)caseless("\xED\xA0\x80"), Error);
}

std::string utf8(char32_t code) {
  std::string text(4, '\0');
  text.resize(static_cast<std::size_t>(utf8proc_encode_char(
      static_cast<utf8proc_int32_t>(code), reinterpret_cast<utf8proc_uint8_t*>(text.data()))));
  return text;
}

// The two libraries may know different versions of Unicode.
bool is_assigned(char32_t code) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(code)) != UTF8PROC_CATEGORY_CN;
}

struct FreeLocale {
  void operator()(locale_t locale) const { freelocale(locale); }
};

TEST(Caseless, NoLettersCaseCounts) {
  const std::unique_ptr<std::remove_pointer_t<locale_t>, FreeLocale> locale(
      newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr));
  ASSERT_TRUE(locale);
  int pairs = 0;
  for (char32_t code = 1; code <= 0x10FFFF; ++code) {
    if (!is_assigned(code)) continue;
    for (const wint_t other : {towlower_l(code, locale.get()), towupper_l(code, locale.get())}) {
      if (other == code || !is_assigned(other)) continue;
      EXPECT_EQ(caseless(utf8(code)), caseless(utf8(other))) << std::hex << code << ' ' << other;
      ++pairs;
    }
  }
  EXPECT_GT(pairs, 2'500);
}

}  // namespace
}  // namespace paliad
