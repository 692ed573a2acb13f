#include "core/model/printable.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace paliad::model {
namespace {

TEST(HasControl, KnowsThemAll) {
  for (int code = 0; code < 256; ++code) {
    const std::string text = std::string("a") + static_cast<char>(code) + "b";
    EXPECT_EQ(has_control(text), code < 0x20 || code == 0x7F) << code;
  }
  EXPECT_FALSE(has_control(""));
}

TEST(Shown, LeavesWhatCanBeReadAsItIs) {
  for (const char* text : {"", "csv/matters.csv", "Łódź € 漢 😀", "say \"no\" \\x0a"})
    EXPECT_EQ(printable(text), text);
}

TEST(Shown, WritesControlCharactersAsTheirNumbers) {
  EXPECT_EQ(printable(std::string_view("a\0b\x1B[31m\n\x7Fü", 12)), "a\\x00b\\x1b[31m\\x0a\\x7fü");
}

TEST(Shown, WritesEachForeignByteOfWhatIsNotUtf8) {
  EXPECT_EQ(printable("M\xFCller\n"), "M\\xfcller\\x0a");
  EXPECT_EQ(printable("ü\x80"), "\\xc3\\xbc\\x80");
}

TEST(Shown, LeavesTheEndOfALongTextOut) {
  const std::string hundred(100, 'a');
  EXPECT_EQ(printable(hundred), hundred);
  EXPECT_EQ(printable(hundred + "b"), hundred + "...");
  EXPECT_EQ(printable(std::string(1'000'000, 'a')), hundred + "...");
}

// The length counts UTF-16 units, and no character is cut in half.
TEST(Shown, CountsInUtf16) {
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  EXPECT_EQ(printable(umlauts), umlauts);
  EXPECT_EQ(printable(umlauts + "ü"), umlauts + "...");
  const std::string fewer(98, 'a');
  EXPECT_EQ(printable(fewer + "😀"), fewer + "😀");
  EXPECT_EQ(printable(fewer + "b😀"), fewer + "b...");
}

// Characters that are written as numbers make the text longer, but it is not cut because of that.
TEST(Shown, CountsWhatItWritesAsNumbersOnce) {
  std::string controls;
  std::string bytes;
  for (int i = 0; i < 100; ++i) controls += "\\x01";
  for (int i = 0; i < 100; ++i) bytes += "\\xff";
  EXPECT_EQ(printable(std::string(100, '\x01')), controls);
  EXPECT_EQ(printable(std::string(101, '\x01')), controls + "...");
  EXPECT_EQ(printable(std::string(100, '\xFF')), bytes);
  EXPECT_EQ(printable(std::string(101, '\xFF')), bytes + "...");
}

// All of the text must be UTF-8, not only the part that is shown.
TEST(Shown, LooksAtTheWholeText) {
  EXPECT_EQ(printable("ü" + std::string(200, 'a') + "\xFF"),
            "\\xc3\\xbc" + std::string(98, 'a') + "...");
}

}  // namespace
}  // namespace paliad::model
