#include "core/model/server_version.hpp"

#include <gtest/gtest.h>

using paliad::model::major_version;

TEST(ServerVersion, MajorIsTheFirstNumber) {
  EXPECT_EQ(major_version("15.4"), 15);
  EXPECT_EQ(major_version("15.20 (Debian 15.20-0+deb12u1)"), 15);
  EXPECT_EQ(major_version("18beta1"), 18);
  EXPECT_EQ(major_version("19devel"), 19);
  EXPECT_EQ(major_version("100"), 100);
}

TEST(ServerVersion, OtherTextsHaveNone) {
  for (const char* text : {"", "devel", " 15.4", "9.6.24", "-15", "+15", "1000.1", "99999999999"})
    EXPECT_EQ(major_version(text), 0) << text;
}
