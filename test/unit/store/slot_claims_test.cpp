#include "core/store/slot_claims.hpp"

#include "core/base/error.hpp"
#include "unit/support/temp_directory.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace paliad::store {
namespace {

class SlotClaims : public testing::Test {
protected:
  test::TempDirectory temp_;
  LocalDirectory directory_ = open_local_directory(temp_ / "exports", "");

  bool claim(const char* slot, const char* owner, const char* schedule = "00ff") {
    return claim_slot(directory_, {schedule, slot}, owner, "20261101T000000Z");
  }
};

TEST_F(SlotClaims, TheFirstHasIt) {
  EXPECT_TRUE(claim("20261124T030000Z", "one"));
  EXPECT_FALSE(claim("20261124T030000Z", "two"));
  EXPECT_TRUE(claim("20261124T030000Z", "one")) << "and keeps it";
  EXPECT_TRUE(claim("20261125T030000Z", "two")) << "another slot is another's";
  EXPECT_TRUE(claim("20261124T030000Z", "two", "00fe")) << "and so is another schedule";
}

TEST_F(SlotClaims, WhatCantBeReadIsAnothers) {
  std::ofstream(temp_ / "exports/.paliad-backup-slot-00ff-20261124T030000Z").close();
  EXPECT_FALSE(claim("20261124T030000Z", "one"));
}

// What a process of the same id and server has left half-written in a crash. SHA-256 of `one`
// begins with these digits.
TEST_F(SlotClaims, BeginAnewAfterACrash) {
  const std::string name = ".paliad-backup-slot-00ff-20261124T030000Z";
  std::ofstream(temp_ / ("exports/" + name + ".7692c3ad3540bb80." + std::to_string(::getpid())))
      << "o";
  EXPECT_TRUE(claim("20261124T030000Z", "one"));
  EXPECT_EQ(names_in(directory_), std::vector<std::string>{name});
}

// An unfinished claim of another server with the same process id is left alone.
TEST_F(SlotClaims, LeaveAnothersUnfinishedOne) {
  const std::string other =
      ".paliad-backup-slot-00ff-20261124T030000Z.0123456789abcdef." + std::to_string(::getpid());
  std::ofstream(temp_ / ("exports/" + other)) << "two";
  EXPECT_TRUE(claim("20261124T030000Z", "one"));
  EXPECT_TRUE(std::filesystem::exists(temp_ / ("exports/" + other)));
}

TEST_F(SlotClaims, LeaveNothingWhereTheyCantBeWritten) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit none{0, before.rlim_max};
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
  EXPECT_THROW(claim("20261124T030000Z", "one"), Error);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  (void)::signal(SIGXFSZ, handler);
  EXPECT_EQ(names_in(directory_), std::vector<std::string>{});
  EXPECT_TRUE(claim("20261124T030000Z", "one")) << "a later attempt has it";
}

TEST_F(SlotClaims, ForgetsOldOnesOfItsSchedule) {
  EXPECT_TRUE(claim_slot(directory_, {"00ff", "20261031T030000Z"}, "one", "20260101T000000Z"));
  EXPECT_TRUE(claim_slot(directory_, {"00fe", "20261031T030000Z"}, "one", "20260101T000000Z"));
  EXPECT_TRUE(claim("20261124T030000Z", "one"));
  EXPECT_EQ(names_in(directory_),
            (std::vector<std::string>{".paliad-backup-slot-00fe-20261031T030000Z",
                                      ".paliad-backup-slot-00ff-20261124T030000Z"}));
}

TEST(ShortDigest, IsTheBeginningOfTheSha256) { EXPECT_EQ(short_digest("one"), "7692c3ad3540bb80"); }

TEST_F(SlotClaims, AreKnownByTheirNames) {
  EXPECT_TRUE(is_slot_claim(".paliad-backup-slot-00ff-20261124T030000Z"));
  EXPECT_FALSE(is_slot_claim(".paliad-backup-20261124T030000Z-0123abcd.zip.draft"));
}

}  // namespace
}  // namespace paliad::store
