#include "core/base/file.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/temp_directory.hpp"

#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

using paliad::file_size;
using paliad::read_at;
using paliad::sync_file;
using paliad::UniqueFd;
using paliad::write_at;
using paliad::test::Caught;
using paliad::test::caught;

namespace {

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

class File : public testing::Test {
protected:
  UniqueFd make() const {
    return UniqueFd(::open((directory_ / "f").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  }

  paliad::test::TempDirectory directory_;
};

TEST_F(File, DescriptorIsClosedByItsOwner) {
  int number = -1;
  {
    const UniqueFd fd = make();
    ASSERT_TRUE(fd);
    number = fd.get();
    EXPECT_TRUE(is_open(number));
  }
  EXPECT_FALSE(is_open(number));
}

TEST_F(File, NoDescriptorIsFalse) {
  EXPECT_FALSE(UniqueFd());
  EXPECT_EQ(UniqueFd().get(), -1);
  EXPECT_FALSE(UniqueFd(-1));
}

TEST_F(File, MovedDescriptorHasOneOwner) {
  UniqueFd first = make();
  const int number = first.get();
  UniqueFd second(std::move(first));
  EXPECT_FALSE(first);  // NOLINT(bugprone-use-after-move): tests the state after a move
  EXPECT_EQ(second.get(), number);

  UniqueFd third = make();
  const int replaced = third.get();
  third = std::move(second);
  EXPECT_EQ(third.get(), number);
  third = UniqueFd();
  EXPECT_FALSE(third);
  EXPECT_FALSE(is_open(number));
  second = UniqueFd();
  EXPECT_FALSE(is_open(replaced));
}

TEST_F(File, WritesAndReadsWhereTold) {
  const UniqueFd fd = make();
  write_at(fd.get(), "world", 6, "f");
  write_at(fd.get(), "hello ", 0, "f");
  write_at(fd.get(), "", 100, "f");
  EXPECT_EQ(file_size(fd.get(), "f"), 11U);
  char text[16] = "";
  EXPECT_EQ(read_at(fd.get(), text, 5, 6, "f"), 5U);
  EXPECT_EQ(std::string(text, 5), "world");
}

TEST_F(File, ReadsLessOnlyAtTheEnd) {
  const UniqueFd fd = make();
  write_at(fd.get(), "hello", 0, "f");
  char text[16] = "";
  EXPECT_EQ(read_at(fd.get(), text, sizeof text, 3, "f"), 2U);
  EXPECT_EQ(std::string(text, 2), "lo");
  EXPECT_EQ(read_at(fd.get(), text, sizeof text, 5, "f"), 0U);
  EXPECT_EQ(read_at(fd.get(), text, sizeof text, 500, "f"), 0U);
}

TEST_F(File, SyncsAFileAndADirectory) {
  const UniqueFd file = make();
  EXPECT_NO_THROW(sync_file(file.get(), "f"));
  const UniqueFd directory(::open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY));
  EXPECT_NO_THROW(sync_file(directory.get(), "d"));
}

TEST_F(File, NamesEachFault) {
  char byte = 0;
  const std::string reason = "\"f\": Bad file descriptor";
  EXPECT_EQ(caught([&] { write_at(-1, "x", 0, "f"); }),
            (Caught{"58030", "could not write file " + reason, "", ""}));
  EXPECT_EQ(caught([&] { read_at(-1, &byte, 1, 0, "f"); }),
            (Caught{"58030", "could not read file " + reason, "", ""}));
  EXPECT_EQ(caught([] { file_size(-1, "f"); }),
            (Caught{"58030", "could not inspect file " + reason, "", ""}));
  EXPECT_EQ(caught([] { sync_file(-1, "f"); }),
            (Caught{"58030", "could not force to disk file " + reason, "", ""}));
}

TEST_F(File, NamesTheFullDisk) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  ASSERT_TRUE(full);
  const Caught error = caught([&] { write_at(full.get(), "x", 0, "f"); });
  EXPECT_EQ(error.state, "53100");
  EXPECT_EQ(error.message, "could not write file \"f\": No space left on device");
}

// After a short write the rest is written, and its error is reported.
TEST_F(File, GoesOnAfterAShortWrite) {
  const UniqueFd fd = make();
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Caught error = caught([&] { write_at(fd.get(), std::string(1500, 'x'), 0, "f"); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(error.state + " " + error.message, "53400 could not write file \"f\": File too large");
  EXPECT_EQ(file_size(fd.get(), "f"), 1000U);
}

// As another process opens it: with a position of its own in the same file.
TEST_F(File, WithoutANameIsOpenedOfAProcess) {
  const UniqueFd fd(::open(directory_.path().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  ASSERT_TRUE(fd);
  write_at(fd.get(), "hello", 0, "f");
  const UniqueFd again = paliad::open_of_process(::getpid(), fd.get(), "f");
  EXPECT_NE(again.get(), fd.get());
  EXPECT_EQ(file_size(again.get(), "f"), 5U);
  write_at(again.get(), "H", 0, "f");
  char text[6] = {};
  EXPECT_EQ(read_at(fd.get(), text, 5, 0, "f"), 5U);
  EXPECT_STREQ(text, "Hello");
  EXPECT_EQ(caught([&] { (void)paliad::open_of_process(::getpid(), -1, "f"); }),
            (Caught{"58P01", "could not open file \"f\": No such file or directory", "", ""}));
}

}  // namespace
