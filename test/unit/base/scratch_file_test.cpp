#include "core/base/scratch_file.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace paliad {
namespace {

using test::caught;
using test::Caught;

class ScratchFileTest : public testing::Test {
protected:
  ScratchFile open(const std::string& path, int flags) const {
    return {UniqueFd(::open(path.c_str(), flags | O_CLOEXEC, 0600)), "scratch"};
  }

  test::TempDirectory directory_;
  ScratchFile scratch_ = open(directory_ / "scratch", O_CREAT | O_RDWR);
};

TEST_F(ScratchFileTest, AppendsWhereverItWasReadLast) {
  scratch_.append("abc");
  char text[2];
  scratch_.read(text, 2, 0);
  EXPECT_EQ(std::string(text, 2), "ab");
  const Extent second = scratch_.append("de");
  EXPECT_EQ(second.offset, 3U);
  EXPECT_EQ(second.size, 2U);
  EXPECT_EQ(test::read_file(directory_ / "scratch"), "abcde");
}

TEST_F(ScratchFileTest, ReadsAllOrRefuses) {
  scratch_.append("abc");
  char text[8];
  scratch_.read(text, 1, 2);
  EXPECT_EQ(text[0], 'c');
  const Caught shorter{"58030", "file \"scratch\" is shorter than what was written to it", "", ""};
  EXPECT_EQ(caught([&] { scratch_.read(text, 2, 2); }), shorter);
  EXPECT_EQ(caught([&] { scratch_.read(text, 1, 3); }), shorter);
  EXPECT_EQ(caught([&] { scratch_.read(text, 1, 1ULL << 40U); }), shorter);
}

TEST_F(ScratchFileTest, HoldsEveryByte) {
  const std::string bytes("\0\xFF\n", 3);
  scratch_.append(bytes);
  EXPECT_EQ(test::read_file(directory_ / "scratch"), bytes);
}

TEST_F(ScratchFileTest, FullDiskIsNamed) {
  ScratchFile full = open("/dev/full", O_RDWR);
  EXPECT_EQ(caught([&] { full.append("x"); }),
            (Caught{"53100", "could not write file \"scratch\": No space left on device", "",
                    "Free room on the file system of the export directory, or point "
                    "paliad_backup.export_dir at a larger one."}));
}

TEST_F(ScratchFileTest, UnreadableIsNamed) {
  const ScratchFile unreadable = open(directory_ / "scratch", O_WRONLY);
  char text[1];
  EXPECT_EQ(caught([&] { unreadable.read(text, 1, 0); }).message,
            "could not read file \"scratch\": Bad file descriptor");
}

}  // namespace
}  // namespace paliad
