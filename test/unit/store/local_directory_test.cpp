#include "core/store/local_directory.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/other_process.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

using paliad::UniqueFd;
using paliad::store::LocalDirectory;
using paliad::store::names_in;
using paliad::store::open_local_directory;
using paliad::store::open_nameless;
using paliad::store::open_unlinked;
using paliad::test::Caught;
using paliad::test::caught;
using paliad::test::TempDirectory;
using paliad::test::without_root_rights;
using paliad::test::write_file;

namespace {

constexpr const char* os_hint = "Point paliad_backup.export_dir at a directory that the server's "
                                "user can make, read and write.";

unsigned mode_of(const std::string& path) {
  struct stat info = {};
  return ::lstat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

// Gives it to the user of without_root_rights(), where root runs the test.
void give_away_as_root(const std::string& path) {
  if (::geteuid() != 0) return;
  ASSERT_EQ(::chown(path.c_str(), paliad::test::other_user, paliad::test::other_user), 0);
}

class LocalDirectoryTest : public testing::Test {
protected:
  LocalDirectoryTest() {
    ::mkdir(inner_.c_str(), 0700);
    ::mkdir(data_.c_str(), 0700);
  }

  std::string open(const std::string& path) const { return open_local_directory(path, data_).path; }
  Caught refusal(const std::string& path) const {
    return caught([&] { open_local_directory(path, data_); });
  }

  TempDirectory root_;
  std::string inner_ = root_ / "inner";
  std::string data_ = root_ / "data";
};

TEST_F(LocalDirectoryTest, OpensWhatIsThere) {
  const LocalDirectory directory = open_local_directory(inner_, data_);
  EXPECT_EQ(directory.path, inner_);
  EXPECT_NE(::fcntl(directory.fd.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_EQ(mode_of(inner_), 0700U);
}

TEST_F(LocalDirectoryTest, PathIsResolved) {
  EXPECT_EQ(open(inner_ + "/"), inner_);
  EXPECT_EQ(open(inner_ + "///"), inner_);
  EXPECT_EQ(open(root_ / "data/../inner"), inner_);
  EXPECT_EQ(open("/" + inner_), inner_);
}

TEST_F(LocalDirectoryTest, LeavesModesThatOthersMayOnlyRead) {
  ::chmod(inner_.c_str(), 0755);
  EXPECT_EQ(open(inner_), inner_);
  EXPECT_EQ(mode_of(inner_), 0755U);
}

TEST_F(LocalDirectoryTest, MakesWhatIsMissingForItsUserOnly) {
  for (const mode_t mask : {0022U, 0000U, 0777U}) {
    const std::string top = root_ / ("made" + std::to_string(mask));
    const mode_t before = ::umask(mask);
    const Caught fault = refusal(top + "/a//b/");
    ::umask(before);
    EXPECT_EQ(fault, Caught{});
    for (const std::string& made : {top, top + "/a", top + "/a/b"})
      EXPECT_EQ(mode_of(made), 0700U) << made << " under umask " << mask;
  }
}

TEST_F(LocalDirectoryTest, LinkAboveIsAllowed) {
  ::symlink(root_.path().c_str(), (root_ / "link").c_str());
  EXPECT_EQ(open(root_ / "link/inner"), inner_);
  EXPECT_EQ(open(root_ / "link/new"), root_ / "new");
}

TEST_F(LocalDirectoryTest, EmptyPath) {
  EXPECT_EQ(refusal(""),
            (Caught{"55000", "paliad_backup.export_dir is not set", "",
                    "LOAD 'paliad_backup' and use ALTER SYSTEM SET paliad_backup.export_dir = "
                    "'/absolute/path' and SELECT "
                    "pg_reload_conf(), or set PALIAD_EXPORT_DIR in the environment of the "
                    "postmaster."}));
}

TEST_F(LocalDirectoryTest, RelativePath) {
  for (const std::string path : {"exports", "./exports", "../exports", "file:///exports"})
    EXPECT_EQ(refusal(path),
              (Caught{"22023", "export directory \"" + path + "\" is not an absolute path", "",
                      "Set paliad_backup.export_dir to a path that begins with a slash."}));
}

TEST_F(LocalDirectoryTest, File) {
  const std::string file = root_ / "file";
  write_file(file, "x");
  EXPECT_EQ(refusal(file),
            (Caught{"42809", "export directory \"" + file + "\" is not a directory", "",
                    "Set paliad_backup.export_dir to a directory, or to a path "
                    "that doesn't exist yet."}));
}

TEST_F(LocalDirectoryTest, BelowAFile) {
  write_file(root_ / "file", "x");
  EXPECT_EQ(
      refusal(root_ / "file/sub"),
      (Caught{"42809", "could not open directory \"" + (root_ / "file/sub") + "\": Not a directory",
              "", os_hint}));
}

TEST_F(LocalDirectoryTest, Link) {
  const std::string link = root_ / "link";
  const std::string hint = "Set paliad_backup.export_dir to the directory itself.";
  const Caught fault{"42809", "export directory \"" + link + "\" is a symbolic link", "", hint};
  for (const std::string& target : {inner_, root_ / "nowhere", link}) {
    ::unlink(link.c_str());
    ::symlink(target.c_str(), link.c_str());
    EXPECT_EQ(refusal(link), fault) << target;
    EXPECT_EQ(refusal(link + "/"), fault) << target;
  }
  EXPECT_EQ(mode_of(root_ / "nowhere"), 0U);
}

TEST_F(LocalDirectoryTest, CannotBeMade) {
  // Nobody can make a directory there, not even root.
  EXPECT_EQ(refusal("/proc/paliad-exports/x"),
            (Caught{"58P01",
                    "could not create directory \"/proc/paliad-exports\": No such file or "
                    "directory",
                    "", os_hint}));
  ::symlink("nowhere", (root_ / "dangling").c_str());
  EXPECT_EQ(refusal(root_ / "dangling/x").message, "could not create directory \"" +
                                                       (root_ / "dangling/x") +
                                                       "\": No such file or directory");
}

TEST_F(LocalDirectoryTest, MayNotBeMade) {
  ::chmod(root_.path().c_str(), 0755);
  ::chmod(inner_.c_str(), 0500);
  const std::string path = inner_ + "/x";
  give_away_as_root(inner_);
  std::ostringstream expected;
  expected << Caught{"42501", "could not create directory \"" + path + "\": Permission denied", "",
                     os_hint};
  EXPECT_EQ(without_root_rights([&] {
              std::ostringstream out;
              out << caught([&] { open_local_directory(path, ""); });
              return out.str();
            }),
            expected.str());
  ::chmod(inner_.c_str(), 0700);
}

TEST_F(LocalDirectoryTest, OfAnotherUser) {
  std::string path = "/";
  std::string owner = "0";
  if (::geteuid() == 0) {
    path = inner_;
    owner = std::to_string(paliad::test::other_user);
    give_away_as_root(path);
  }
  EXPECT_EQ(
      refusal(path),
      (Caught{"55000", "export directory \"" + path + "\" does not belong to the server's user",
              "It belongs to user id " + owner + ", the server runs as " +
                  std::to_string(::geteuid()) + ".",
              "Change its owner, or point paliad_backup.export_dir at another directory."}));
}

TEST_F(LocalDirectoryTest, WritableForOthers) {
  for (const mode_t mode : {0720U, 0702U, 0777U, 01777U, 02770U}) {
    ASSERT_EQ(::chmod(inner_.c_str(), mode), 0);
    EXPECT_EQ(
        refusal(inner_),
        (Caught{"55000",
                "export directory \"" + inner_ + "\" is writable for its group or for everybody",
                "",
                "Use chmod 700 on it, or point paliad_backup.export_dir at another "
                "directory."}))
        << mode;
  }
}

TEST_F(LocalDirectoryTest, NotWritable) {
  ::chmod(root_.path().c_str(), 0755);
  give_away_as_root(inner_);
  for (const mode_t mode : {0500U, 0400U, 0600U}) {
    ::chmod(inner_.c_str(), mode);
    std::ostringstream expected;
    expected << Caught{
        "42501", "export directory \"" + inner_ + "\" is not writable for the server's user",
        "Permission denied.",
        "Use chmod 700 on it, or point paliad_backup.export_dir at another directory."};
    EXPECT_EQ(without_root_rights([&] {
                std::ostringstream out;
                out << caught([&] { open_local_directory(inner_, ""); });
                return out.str();
              }),
              expected.str())
        << mode;
  }
  ::chmod(inner_.c_str(), 0700);
}

TEST_F(LocalDirectoryTest, InsideTheDataDirectory) {
  ::mkdir((data_ + "/old").c_str(), 0700);
  ::symlink(data_.c_str(), (root_ / "link").c_str());
  const auto fault = [&](const std::string& path) {
    return Caught{"22023", "export directory \"" + path + "\" lies inside the data directory",
                  "The data directory is \"" + data_ + "\".",
                  "Set paliad_backup.export_dir to a directory outside it."};
  };
  EXPECT_EQ(refusal(data_), fault(data_));
  EXPECT_EQ(refusal(data_ + "/"), fault(data_));
  EXPECT_EQ(refusal(data_ + "/old"), fault(data_ + "/old"));
  EXPECT_EQ(refusal(root_ / "link/old"), fault(data_ + "/old"));
  EXPECT_EQ(refusal(root_ / "inner/../data/old"), fault(data_ + "/old"));
  EXPECT_EQ(refusal(data_ + "/new/er"), fault(data_ + "/new/er"));
  EXPECT_EQ(refusal(root_ / "link/new"), fault(data_ + "/new"));
  EXPECT_EQ(mode_of(data_ + "/new"), 0U) << "made before it was refused";
}

TEST_F(LocalDirectoryTest, DataDirectoryMayBeALinkOrEndInASlash) {
  ::symlink(data_.c_str(), (root_ / "link").c_str());
  const std::string path = data_ + "/exports";
  for (const std::string& forbidden : {root_ / "link", data_ + "/", root_ / "inner/../data"})
    EXPECT_EQ(caught([&] { open_local_directory(path, forbidden); }).message,
              "export directory \"" + path + "\" lies inside the data directory")
        << forbidden;
}

TEST_F(LocalDirectoryTest, BesideTheDataDirectory) {
  EXPECT_EQ(open(data_ + "2"), data_ + "2");
  EXPECT_EQ(open(root_ / "dat"), root_ / "dat");
  EXPECT_EQ(open(root_.path()), root_.path());
}

TEST_F(LocalDirectoryTest, NothingMayBeForbidden) {
  EXPECT_EQ(open_local_directory(data_, "").path, data_);
  EXPECT_EQ(open_local_directory(data_, root_ / "nowhere").path, data_);
}

TEST_F(LocalDirectoryTest, NamesAreSortedAndReadAnewEachTime) {
  const LocalDirectory directory = open_local_directory(inner_, data_);
  EXPECT_EQ(names_in(directory), std::vector<std::string>{});
  for (const char* name : {"b", "a", ".c"}) write_file(inner_ + "/" + name, "");
  const std::vector<std::string> names{".c", "a", "b"};
  EXPECT_EQ(names_in(directory), names);
  EXPECT_EQ(names_in(directory), names);
}

void expect_nameless(const UniqueFd& fd, const LocalDirectory& directory) {
  ASSERT_TRUE(fd);
  struct stat info = {};
  ASSERT_EQ(::fstat(fd.get(), &info), 0);
  EXPECT_TRUE(S_ISREG(info.st_mode));
  EXPECT_EQ(info.st_mode & 07777, 0600U);
  EXPECT_EQ(info.st_nlink, 0U);
  EXPECT_EQ(info.st_size, 0);
  EXPECT_NE(::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_EQ(names_in(directory), std::vector<std::string>{});
  paliad::write_at(fd.get(), "hello", 0, "scratch");
  char text[8] = "";
  EXPECT_EQ(paliad::read_at(fd.get(), text, sizeof text, 0, "scratch"), 5U);
}

TEST_F(LocalDirectoryTest, NamelessFiles) {
  const LocalDirectory directory = open_local_directory(inner_, data_);
  expect_nameless(open_nameless(directory), directory);
  expect_nameless(open_unlinked(directory), directory);
}

TEST_F(LocalDirectoryTest, NoFilesWhereTheDirectoryIsGone) {
  const LocalDirectory directory = open_local_directory(inner_, data_);
  ASSERT_EQ(::rmdir(inner_.c_str()), 0);
  const Caught fault{"58P01",
                     "could not create temporary file in directory \"" + inner_ +
                         "\": No such file or directory",
                     "", ""};
  // The error depends on the file system: ext4 gives EPERM.
  EXPECT_NE(caught([&] { open_nameless(directory); }).message, "");
  EXPECT_EQ(caught([&] { open_unlinked(directory); }), fault);
}

}  // namespace
