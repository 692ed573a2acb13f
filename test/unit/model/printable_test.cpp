#include "core/model/printable.hpp"

#include "core/base/json.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace paliad::zip {
namespace {

// What a reader of the manifest says of it.
bool is_read(const std::string& text) {
  const std::string json = "[\"" + text + "\"]";
  return Json(json_loadb(json.data(), json.size(), 0, nullptr)) != nullptr;
}

TEST(IsUtf8, IsWhatTheManifestTakesForIt) {
  for (const std::string text : {"", "a", "ü", "€", "😀", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
    EXPECT_TRUE(is_read(text)) << text;
  }
  const std::vector<std::string> others{
      "\x80",              // a continuation of nothing
      "\xFF",              // no byte of UTF-8
      "a\xC3",             // cut
      "\xE2\x82",          // cut
      "\xC0\x80",          // longer than need be
      "\xE0\x80\x80",      // longer than need be
      "\xED\xA0\x80",      // half of a pair
      "\xF4\x90\x80\x80",  // behind the last character
      "M\xFCller",         // Latin-1
  };
  for (const std::string& text : others) {
    EXPECT_FALSE(is_utf8(text)) << text;
    EXPECT_FALSE(is_read(text)) << text;
  }
}

TEST(IsUtf8, LooksBehindANul) {
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
  EXPECT_FALSE(is_utf8(std::string_view("a\0\xFF", 3)));
}

TEST(HasControl, KnowsThemAll) {
  for (int code = 0; code < 256; ++code) {
    const std::string text = std::string("a") + static_cast<char>(code) + "b";
    EXPECT_EQ(has_control(text), code < 0x20 || code == 0x7F) << code;
  }
  EXPECT_FALSE(has_control(""));
}

TEST(Shown, LeavesWhatCanBeReadAsItIs) {
  for (const char* text : {"", "csv/matters.csv", "Łódź € 漢 😀", "say \"no\" \\x0a"})
    EXPECT_EQ(shown(text), text);
}

TEST(Shown, WritesControlCharactersAsTheirNumbers) {
  EXPECT_EQ(shown(std::string_view("a\0b\x1B[31m\n\x7Fü", 12)), "a\\x00b\\x1b[31m\\x0a\\x7fü");
}

TEST(Shown, WritesEachForeignByteOfWhatIsNotUtf8) {
  EXPECT_EQ(shown("M\xFCller\n"), "M\\xfcller\\x0a");
  EXPECT_EQ(shown("ü\x80"), "\\xc3\\xbc\\x80");
}

TEST(Shown, LeavesTheEndOfALongTextOut) {
  const std::string hundred(100, 'a');
  EXPECT_EQ(shown(hundred), hundred);
  EXPECT_EQ(shown(hundred + "b"), hundred + "...");
  EXPECT_EQ(shown(std::string(1'000'000, 'a')), hundred + "...");
}

// A character stays whole, and one that has two units counts as two.
TEST(Shown, CountsInUtf16) {
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  EXPECT_EQ(shown(umlauts), umlauts);
  EXPECT_EQ(shown(umlauts + "ü"), umlauts + "...");
  const std::string fewer(98, 'a');
  EXPECT_EQ(shown(fewer + "😀"), fewer + "😀");
  EXPECT_EQ(shown(fewer + "b😀"), fewer + "b...");
}

// What they are written as makes the text longer, but not cut.
TEST(Shown, CountsWhatItWritesAsNumbersOnce) {
  std::string controls;
  std::string bytes;
  for (int i = 0; i < 100; ++i) controls += "\\x01";
  for (int i = 0; i < 100; ++i) bytes += "\\xff";
  EXPECT_EQ(shown(std::string(100, '\x01')), controls);
  EXPECT_EQ(shown(std::string(101, '\x01')), controls + "...");
  EXPECT_EQ(shown(std::string(100, '\xFF')), bytes);
  EXPECT_EQ(shown(std::string(101, '\xFF')), bytes + "...");
}

// Whether it is UTF-8 is said of all of it, not of the part that is shown.
TEST(Shown, LooksAtTheWholeText) {
  EXPECT_EQ(shown("ü" + std::string(200, 'a') + "\xFF"),
            "\\xc3\\xbc" + std::string(98, 'a') + "...");
}

}  // namespace
}  // namespace paliad::zip
