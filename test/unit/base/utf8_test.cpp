#include "core/base/utf8.hpp"

#include "core/base/json.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace paliad {
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

TEST(InUtf8, LeavesUtf8AsItIs) {
  for (const std::string text : {"", "plain", "Größe", "😀"}) EXPECT_EQ(in_utf8(text), text);
}

TEST(InUtf8, IsAsciiWhereTheTextIsNot) {
  EXPECT_EQ(in_utf8("nicht verf\xFCgbar"), "nicht verf?gbar");
  EXPECT_EQ(in_utf8("M\xC3\xBCller, M\xFCller"), "M??ller, M?ller");
}

}  // namespace
}  // namespace paliad
