#include "core/base/hex.hpp"

#include <gtest/gtest.h>

namespace paliad {
namespace {

TEST(Hex, GivesEveryByteBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  std::string hex = "x";
  append_hex(hex, bytes);
  EXPECT_EQ(hex.size(), 513U);
  EXPECT_EQ(hex.substr(0, 9), "x00010203");
  EXPECT_EQ(hex.substr(505), "fcfdfeff");
  std::string back = "y";
  EXPECT_TRUE(append_bytes_of_hex(back, hex.substr(1)));
  EXPECT_EQ(back, "y" + bytes);
}

TEST(Hex, IsReadInEitherCase) {
  std::string bytes;
  EXPECT_TRUE(append_bytes_of_hex(bytes, "aAfF09"));
  EXPECT_EQ(bytes, "\xAA\xFF\x09");
  EXPECT_TRUE(append_bytes_of_hex(bytes, ""));
  EXPECT_EQ(bytes, "\xAA\xFF\x09");
}

TEST(Hex, IsNothingElse) {
  for (const char* text :
       {"0", "000", "0g", "g0", " 0", "/0", ":0", "@0", "G0", "`0", "\xFF\xFF"}) {
    std::string bytes = "as it was";
    EXPECT_FALSE(append_bytes_of_hex(bytes, text)) << text;
    EXPECT_EQ(bytes, "as it was") << text;
  }
}

}  // namespace
}  // namespace paliad
