#include "core/base/utf8.hpp"

#include "core/base/json.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace paliad {
namespace {

// Whether the JSON library that reads manifests accepts it.
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
      "\x80",              // a continuation byte alone
      "\xFF",              // a byte that UTF-8 never has
      "a\xC3",             // truncated
      "\xE2\x82",          // truncated
      "\xC0\x80",          // overlong
      "\xE0\x80\x80",      // overlong
      "\xED\xA0\x80",      // half of a surrogate pair
      "\xF4\x90\x80\x80",  // beyond U+10FFFF
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
