#include "core/store/artifact_name.hpp"

#include "unit/support/caught.hpp"

#include <gtest/gtest.h>
#include <limits>

using paliad::store::artifact_key;
using paliad::store::id_start_of;
using paliad::store::is_artifact_key;
using paliad::test::Caught;
using paliad::test::caught;

namespace {

constexpr const char* id = "0123abcd-4567-89ef-8123-456789abcdef";

TEST(ArtifactKey, IsMadeOfTimeAndId) {
  EXPECT_EQ(artifact_key(paliad::from_unix_seconds(0), id),
            "paliad-backup-19700101T000000Z-0123abcd.zip");
  EXPECT_EQ(artifact_key(paliad::from_unix_seconds(1709251199), id),
            "paliad-backup-20240229T235959Z-0123abcd.zip");
}

TEST(ArtifactKey, TimeIsUtcInEveryZone) {
  ::setenv("TZ", "America/New_York", 1);
  ::tzset();
  EXPECT_EQ(artifact_key(paliad::from_unix_seconds(1709251199), id),
            "paliad-backup-20240229T235959Z-0123abcd.zip");
  ::unsetenv("TZ");
  ::tzset();
}

TEST(ArtifactKey, WhatItMakesIsAKey) {
  EXPECT_TRUE(is_artifact_key(artifact_key(paliad::from_unix_seconds(1709251199), id)));
}

TEST(ArtifactKey, RefusesWhatIsNoUuid) {
  const char* bad[] = {"",
                       "0123abcd",
                       "0123abcd-4567-89ef-8123-456789abcde",
                       "0123abcd-4567-89ef-8123-456789abcdef0",
                       "0123ABCD-4567-89ef-8123-456789abcdef",
                       "0123abcg-4567-89ef-8123-456789abcdef",
                       "0123abcd44567-89ef-8123-456789abcdef",
                       "../../..-4567-89ef-8123-456789abcdef",
                       "{123abcd-4567-89ef-8123-456789abcde}"};
  for (const char* text : bad)
    EXPECT_EQ(caught([&] { artifact_key(paliad::from_unix_seconds(0), text); }),
              (Caught{"22023", "\"" + std::string(text) + "\" is not a uuid", "", ""}));
}

TEST(ArtifactKey, RefusesYearsWithoutFourDigits) {
  EXPECT_EQ(artifact_key(paliad::from_unix_seconds(253402300799), id),
            "paliad-backup-99991231T235959Z-0123abcd.zip");
  for (const paliad::Instant time :
       {paliad::from_unix_seconds(253402300800), paliad::from_unix_seconds(-62135596801),
        std::numeric_limits<paliad::Instant>::max()})
    EXPECT_EQ(caught([&] { artifact_key(time, id); }),
              (Caught{"22023", "no artifact can be named after the time " + paliad::to_text(time),
                      "", ""}));
}

TEST(IsArtifactKey, TakesThePatternOnly) {
  using namespace std::string_view_literals;
  EXPECT_TRUE(is_artifact_key("paliad-backup-20240229T235959Z-0123abcd.zip"));
  const std::string_view bad[] = {
      "",
      ".",
      "..",
      "/",
      "paliad-backup-20240229T235959Z-0123abcd.zi",
      "paliad-backup-20240229T235959Z-0123abcd.zip ",
      "paliad-backup-20240229T235959Z-0123abcd.zip\n",
      "paliad-backup-20240229T235959Z-0123abcd.zip\0"sv,
      "paliad-backup-20240229T235959Z-0123abcd\0zip"sv,
      "paliad-backup-20240229T235959Z-0123abc\0.zip"sv,
      " paliad-backup-20240229T235959Z-0123abcd.zip",
      "/paliad-backup-20240229T235959Z-0123abcd.zip",
      "../paliad-backup-20240229T235959Z-0123abcd.zip",
      "paliad-backup-20240229T235959Z-0123ABCD.zip",
      "paliad-backup-20240229T235959Z-0123abcg.zip",
      "paliad-backup-20240229t235959z-0123abcd.zip",
      "paliad-backup-20240229T235959Z-../../..zip",
      "paliad-backup-2024/229T235959Z-0123abcd.zip",
      "paliad-backup-20240229T235959Z-0123abcd.ZIP",
      "paliad-backup-20240229T235959Z-0123abcd_zip",
      "paliad_backup-20240229T235959Z-0123abcd.zip",
      "paliad-backup-########T######Z-xxxxxxxx.zip",
      "paliad-backup-20240229T235959Z-0123abcd.zip.draft",
      ".paliad-backup-20240229T235959Z-0123abcd.zip.draft",
  };
  for (const std::string_view key : bad) EXPECT_FALSE(is_artifact_key(key)) << key;
  EXPECT_FALSE(is_artifact_key(std::string(100'000, 'a')));
}

TEST(ArtifactKey, SaysHowTheIdBegins) {
  EXPECT_EQ(id_start_of("paliad-backup-20240229T235959Z-0123abcd.zip"), "0123abcd");
  EXPECT_EQ(id_start_of(
                artifact_key(paliad::from_unix_seconds(0), "6f1c2a34-0000-4000-8000-000000000001")),
            "6f1c2a34");
  EXPECT_EQ(id_start_of("paliad-backup-20240229T235959Z-0123ABCD.zip"), "");
  EXPECT_EQ(id_start_of(""), "");
}

}  // namespace
