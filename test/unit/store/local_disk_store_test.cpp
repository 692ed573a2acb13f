#include "core/store/local_disk_store.hpp"

#include "unit/support/caught.hpp"
#include "unit/support/other_process.hpp"
#include "unit/support/temp_directory.hpp"

#include <algorithm>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace std::string_literals;
using paliad::store::Artifact;
using paliad::store::Draft;
using paliad::store::LocalDiskStore;
using paliad::test::Caught;
using paliad::test::caught;
using paliad::test::ChildProcess;
using paliad::test::read_file;
using paliad::test::TempDirectory;
using paliad::test::write_file;
using Keys = std::vector<std::string>;

namespace {

const std::string key = "paliad-backup-20240229T235959Z-0123abcd.zip";
const std::string later_key = "paliad-backup-20240301T000000Z-00000000.zip";
const std::string draft = "." + key + ".draft";

struct stat lstat_of(const std::string& path) {
  struct stat info = {};
  ::lstat(path.c_str(), &info);
  return info;
}

class LocalDiskStoreTest : public testing::Test {
protected:
  std::string path(const std::string& name) const { return store_.directory() + "/" + name; }

  void write(const Draft& to, const std::string& content) const {
    paliad::write_at(to.fd(), content, 0, to.name());
  }

  void put(const std::string& name, const std::string& content) {
    const auto made = store_.create(name);
    write(*made, content);
    made->publish();
    store_.confirm(name);
  }

  Keys names() const {
    Keys found;
    for (const auto& entry : std::filesystem::directory_iterator(store_.directory()))
      found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }

  // The abandoned drafts, as "<key>" or "<key> published".
  Keys abandoned() const {
    Keys found;
    for (const auto& left : store_.abandoned())
      found.push_back(left.key + (left.published ? " published" : ""));
    return found;
  }

  TempDirectory root_;
  LocalDiskStore store_{root_ / "exports", root_ / "data"};
};

std::string content_of(const Artifact& artifact) {
  std::string content(artifact.size(), '\0');
  content.resize(artifact.read(content.data(), content.size(), 0));
  return content;
}

TEST_F(LocalDiskStoreTest, ConstructionMakesTheDirectory) {
  EXPECT_EQ(store_.directory(), root_ / "exports");
  EXPECT_EQ(lstat_of(root_ / "exports").st_mode, S_IFDIR | 0700U);
}

TEST_F(LocalDiskStoreTest, ConstructionChecksTheDirectory) {
  EXPECT_EQ(caught([] { LocalDiskStore("", ""); }).message, "paliad_backup.export_dir is not set");
  EXPECT_EQ(caught([&] { LocalDiskStore(root_ / "data/x", root_ / "data"); }).message,
            "export directory \"" + (root_ / "data/x") + "\" lies inside the data directory");
}

TEST_F(LocalDiskStoreTest, RoundTrip) {
  const std::string content = "PK\0\xFF zip"s;
  put(key, content);
  const auto artifact = store_.open(key);
  EXPECT_EQ(content_of(*artifact), content);
  EXPECT_EQ(artifact->size(), content.size());
  char piece[4] = "";
  EXPECT_EQ(artifact->read(piece, 3, 5), 3U);
  EXPECT_STREQ(piece, "zip");
  EXPECT_EQ(artifact->read(piece, 3, content.size()), 0U);
  EXPECT_NE(::fcntl(artifact->fd(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_EQ(::fcntl(artifact->fd(), F_GETFL) & O_ACCMODE, O_RDONLY);
  EXPECT_EQ(names(), Keys{key});
}

TEST_F(LocalDiskStoreTest, FilesAreForTheirUserOnlyWhateverTheUmask) {
  for (const mode_t mask : {0000U, 0077U, 0777U}) {
    const mode_t before = ::umask(mask);
    const auto made = store_.create(key);
    ::umask(before);
    EXPECT_EQ(lstat_of(path(draft)).st_mode, S_IFREG | 0600U) << mask;
  }
}

TEST_F(LocalDiskStoreTest, BadKeysAreRefusedEverywhere) {
  const std::string bad[] = {"",
                             ".",
                             "..",
                             "/",
                             "../" + key,
                             "/" + key,
                             key + "/",
                             key + "/..",
                             "./" + key,
                             draft,
                             "paliad-backup-20240229T235959Z-0123ABCD.zip",
                             "paliad-backup-20240229T235959Z-0123abc/.zip",
                             key + "\0"s,
                             key + "\0/../x"s,
                             std::string(10'000, 'a')};
  for (const std::string& bad_key : bad) {
    const Caught fault{"22023",
                       ("\"" + bad_key + "\" is not the name of a backup artifact").c_str(), "",
                       "It looks like paliad-backup-20260101T030000Z-0123abcd.zip."};
    EXPECT_EQ(caught([&] { store_.uri_of(bad_key); }), fault);
    EXPECT_EQ(caught([&] { store_.create(bad_key); }), fault);
    EXPECT_EQ(caught([&] { store_.open(bad_key); }), fault);
    EXPECT_EQ(caught([&] { store_.remove(bad_key); }), fault);
    EXPECT_EQ(caught([&] { store_.confirm(bad_key); }), fault);
    EXPECT_EQ(caught([&] { store_.discard(bad_key); }), fault);
  }
  EXPECT_EQ(names(), Keys{});
}

TEST_F(LocalDiskStoreTest, UriRoundTrip) {
  const std::string uri = store_.uri_of(key);
  EXPECT_EQ(uri, "file://" + root_.path() + "/exports/" + key);
  EXPECT_EQ(store_.key_of(uri), key);
}

TEST_F(LocalDiskStoreTest, UriRoundTripsThroughOddDirectories) {
  for (const char* name : {"a b", "50%25", "%2e%2e", "k\u00e4se", "q?x#y", "new\nline", "..."}) {
    const LocalDiskStore odd(root_ / name, "");
    EXPECT_EQ(odd.uri_of(key), "file://" + root_.path() + "/" + name + "/" + key);
    EXPECT_EQ(odd.key_of(odd.uri_of(key)), key);
  }
}

TEST_F(LocalDiskStoreTest, UrisOfOthersAreRefused) {
  const std::string here = store_.directory();
  const std::string bad[] = {"",
                             key,
                             here + "/" + key,
                             "file:" + here + "/" + key,
                             "FILE://" + here + "/" + key,
                             "s3://" + here + "/" + key,
                             "file://localhost" + here + "/" + key,
                             "file://" + here,
                             "file://" + here + "/",
                             "file://" + here + key,
                             "file://" + here + "//" + key,
                             "file://" + here + "/./" + key,
                             "file://" + here + "/../exports/" + key,
                             "file://" + here + "/../" + key,
                             "file://" + here + "/sub/" + key,
                             "file://" + here + "/%2e%2e/" + key,
                             "file://" + here + "%2F" + key,
                             "file://" + here + "2/" + key,
                             "file:///etc/passwd",
                             "file://" + here + "/../../etc/passwd",
                             "file://" + here + "/" + key + "/",
                             "file://" + here + "/" + key + "?x",
                             "file://" + here + "/" + key + "#x",
                             " file://" + here + "/" + key,
                             "file://" + here + "/" + draft};
  for (const std::string& uri : bad)
    EXPECT_EQ(caught([&] { store_.key_of(uri); }),
              (Caught{"22023", "storage URI does not name an artifact in the export directory",
                      "The URI is \"" + uri + "\", the directory is \"" + here + "\".",
                      "Where the artifacts were moved, point paliad_backup.export_dir at the "
                      "directory that the URI names."}));
  EXPECT_EQ(caught([&] { store_.key_of("file://" + here + "/" + key + "\0"s); }).state, "22023");
}

TEST_F(LocalDiskStoreTest, DraftHasNoFinalNameUntilItIsPublished) {
  const auto made = store_.create(key);
  EXPECT_EQ(made->name(), path(draft));
  write(*made, "content");
  EXPECT_EQ(names(), Keys{draft});
  EXPECT_EQ(store_.list().size(), 0U);
  EXPECT_EQ(caught([&] { store_.open(key); }).state, "58P01");

  made->publish();
  EXPECT_EQ(names(), (Keys{draft, key}));
  EXPECT_EQ(content_of(*store_.open(key)), "content");
  EXPECT_EQ(lstat_of(path(key)).st_ino, lstat_of(path(draft)).st_ino);
}

TEST_F(LocalDiskStoreTest, UnpublishedDraftGoesWhenDropped) {
  write(*store_.create(key), "content");
  EXPECT_EQ(names(), Keys{});
  EXPECT_NO_THROW(store_.create(key));
}

TEST_F(LocalDiskStoreTest, DroppingADraftThatIsGoneIsNoMatter) {
  const auto made = store_.create(key);
  store_.discard(key);
  EXPECT_EQ(names(), Keys{});
  EXPECT_EQ(
      caught([&] { made->publish(); }),
      (Caught{"58P01", "could not create file \"" + path(key) + "\": No such file or directory", "",
              ""}));
}

TEST_F(LocalDiskStoreTest, PublishedDraftLeavesBothNames) {
  store_.create(key)->publish();
  EXPECT_EQ(names(), (Keys{draft, key}));
  EXPECT_EQ(abandoned(), Keys{key + " published"});
}

TEST_F(LocalDiskStoreTest, ConfirmLeavesTheArtifact) {
  store_.create(key)->publish();
  store_.confirm(key);
  EXPECT_EQ(names(), Keys{key});
  EXPECT_EQ(abandoned(), Keys{});
  store_.confirm(key);
  EXPECT_EQ(names(), Keys{key});
}

TEST_F(LocalDiskStoreTest, RemoveTakesBothNames) {
  store_.create(key)->publish();
  EXPECT_TRUE(store_.remove(key));
  EXPECT_EQ(names(), Keys{});
}

TEST_F(LocalDiskStoreTest, RemoveKeepsADraftOfItsOwn) {
  const auto made = store_.create(key);
  write_file(path(key), "foreign");
  EXPECT_TRUE(store_.remove(key));
  EXPECT_FALSE(store_.remove(key));
  EXPECT_EQ(names(), Keys{draft});
}

TEST_F(LocalDiskStoreTest, DiscardRemovesBothNames) {
  store_.create(key)->publish();
  store_.discard(key);
  EXPECT_EQ(names(), Keys{});
  EXPECT_NO_THROW(store_.discard(key));
}

TEST_F(LocalDiskStoreTest, DiscardKeepsAnotherFileOfTheFinalName) {
  const auto made = store_.create(key);
  write_file(path(key), "foreign");
  store_.discard(key);
  EXPECT_EQ(names(), Keys{key});
  EXPECT_EQ(read_file(path(key)), "foreign");
}

TEST_F(LocalDiskStoreTest, DiscardKeepsWhatWasConfirmed) {
  put(key, "content");
  store_.discard(key);
  EXPECT_EQ(content_of(*store_.open(key)), "content");
}

TEST_F(LocalDiskStoreTest, PublishNeverReplaces) {
  const auto made = store_.create(key);
  write(*made, "mine");
  write_file(path(key), "foreign");
  EXPECT_EQ(caught([&] { made->publish(); }),
            (Caught{"55006", "artifact \"" + key + "\" exists already",
                    "There is a file \"" + path(key) + "\".",
                    "Artifacts are never replaced. Move the file away, or make another backup."}));
  EXPECT_EQ(read_file(path(key)), "foreign");
}

TEST_F(LocalDiskStoreTest, PublishNeverFollowsALink) {
  ::symlink((root_ / "outside").c_str(), path(key).c_str());
  auto made = store_.create(key);
  EXPECT_EQ(caught([&] { made->publish(); }).state, "55006");
  made.reset();
  EXPECT_EQ(names(), Keys{key});
  EXPECT_FALSE(std::filesystem::exists(root_ / "outside"));
}

TEST_F(LocalDiskStoreTest, OneDraftForAKey) {
  LocalDiskStore second(store_.directory(), "");
  const auto made = store_.create(key);
  write(*made, "first");
  EXPECT_EQ(caught([&] { second.create(key); }),
            (Caught{"55006", "artifact \"" + key + "\" is being made already",
                    "There is a file \"" + path(draft) + "\".",
                    "Try again; a draft that nobody makes any more goes before the next backup."}));
  EXPECT_EQ(read_file(path(draft)), "first");
}

TEST_F(LocalDiskStoreTest, CreateNeverFollowsALink) {
  ::symlink((root_ / "outside").c_str(), path(draft).c_str());
  EXPECT_EQ(caught([&] { store_.create(key); }).state, "55006");
  EXPECT_FALSE(std::filesystem::exists(root_ / "outside"));
}

TEST_F(LocalDiskStoreTest, TwoStoresShareADirectory) {
  LocalDiskStore second(store_.directory(), "");
  put(key, "one");
  const auto made = second.create(later_key);
  write(*made, "two");
  EXPECT_EQ(abandoned(), Keys{});
  made->publish();
  second.confirm(later_key);
  EXPECT_EQ(content_of(*store_.open(later_key)), "two");
  EXPECT_EQ(content_of(*second.open(key)), "one");
  EXPECT_EQ(second.key_of(store_.uri_of(key)), key);
  EXPECT_TRUE(second.remove(key));
  EXPECT_FALSE(store_.remove(key));
}

TEST_F(LocalDiskStoreTest, AbandonedSeesADraftOnceItsMakerIsGone) {
  ChildProcess maker([&](ChildProcess& self) {
    const auto made = store_.create(key);
    write(*made, "half");
    self.wait_for_parent();
    ::_exit(0);
  });
  maker.hear();
  ASSERT_EQ(names(), Keys{draft});
  EXPECT_EQ(abandoned(), Keys{});
  EXPECT_EQ(maker.finish(), 0);
  EXPECT_EQ(abandoned(), Keys{key});
  EXPECT_EQ(names(), Keys{draft});
  store_.discard(key);
  EXPECT_EQ(names(), Keys{});
  EXPECT_EQ(abandoned(), Keys{});
}

TEST_F(LocalDiskStoreTest, MakerKilledAfterPublishLeavesAnAbandonedPair) {
  ChildProcess maker([&](ChildProcess& self) {
    const auto made = store_.create(key);
    made->publish();
    self.wait_for_parent();
  });
  maker.hear();
  EXPECT_EQ(abandoned(), Keys{});
  maker.kill();
  EXPECT_EQ(abandoned(), Keys{key + " published"});
  store_.discard(key);
  EXPECT_EQ(names(), Keys{});
}

// A draft never appears unlocked while its maker lives, whatever the timing.
TEST_F(LocalDiskStoreTest, AbandonedNeverCatchesALivingMaker) {
  ChildProcess sweeper([&](ChildProcess& self) {
    const LocalDiskStore other(store_.directory(), "");
    self.say("ready");
    for (int round = 0; round < 5'000; ++round)
      if (!other.abandoned().empty()) ::_exit(1);
  });
  sweeper.hear();
  for (int round = 0; round < 5'000; ++round) store_.create(key);
  EXPECT_EQ(sweeper.finish(), 0);
}

TEST_F(LocalDiskStoreTest, AbandonedPassesOverWhatIsNoDraft) {
  write_file(root_ / "outside", "x");
  ::symlink((root_ / "outside").c_str(), path(draft).c_str());
  ::mkdir(path("." + later_key + ".draft").c_str(), 0700);
  write_file(path(key + ".draft"), "x");
  write_file(path("." + key + ".drafty"), "x");
  write_file(path("x" + key + ".draft"), "x");
  write_file(path("." + key), "x");
  write_file(path(".draft"), "x");
  write_file(path("..draft"), "x");
  ::mkfifo(path(".paliad-backup-20240229T235959Z-00000001.zip.draft").c_str(), 0600);
  EXPECT_EQ(abandoned(), Keys{});
  const Keys before = names();
  store_.discard(key);
  store_.discard(later_key);
  EXPECT_EQ(names(), before);
  EXPECT_EQ(read_file(root_ / "outside"), "x");
}

TEST_F(LocalDiskStoreTest, AnotherFileOfTheFinalNameIsNoPublication) {
  write_file(path(draft), "mine");
  write_file(path(key), "foreign");
  EXPECT_EQ(abandoned(), Keys{key});
}

TEST_F(LocalDiskStoreTest, DraftThatIsNotLockedYetIsNotAbandoned) {
  write_file(path(draft), "");
  EXPECT_EQ(abandoned(), Keys{key});
  ::chmod(path(draft).c_str(), 0);
  EXPECT_EQ(abandoned(), Keys{});
  store_.discard(key);
  EXPECT_EQ(names(), Keys{});
}

TEST_F(LocalDiskStoreTest, MissingArtifact) {
  EXPECT_EQ(caught([&] { store_.open(key); }),
            (Caught{"58P01", "artifact \"" + key + "\" is missing",
                    "It was looked for in directory \"" + store_.directory() + "\".",
                    "Somebody may have moved it, or paliad_backup.export_dir may have been "
                    "changed."}));
  EXPECT_FALSE(store_.remove(key));
}

TEST_F(LocalDiskStoreTest, OpenTakesRegularFilesOnly) {
  const Caught fault{"42809", "artifact \"" + key + "\" is not a regular file",
                     "It was looked for in directory \"" + store_.directory() + "\".",
                     "Somebody may have moved it, or paliad_backup.export_dir may have been "
                     "changed."};
  put(later_key, "true");
  ::symlink(later_key.c_str(), path(key).c_str());
  EXPECT_EQ(caught([&] { store_.open(key); }), fault);
  ::unlink(path(key).c_str());
  ::mkfifo(path(key).c_str(), 0600);
  EXPECT_EQ(caught([&] { store_.open(key); }), fault);
  ::unlink(path(key).c_str());
  ::mkdir(path(key).c_str(), 0700);
  EXPECT_EQ(caught([&] { store_.open(key); }), fault);
  EXPECT_EQ(
      caught([&] { store_.remove(key); }),
      (Caught{"42809", "could not remove file \"" + path(key) + "\": Is a directory", "", ""}));
}

TEST_F(LocalDiskStoreTest, FilesOfAnotherUserAreNotTaken) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make a file of another user";
  write_file(path(key), "foreign");
  write_file(path("." + later_key + ".draft"), "foreign");
  for (const std::string& name : {key, "." + later_key + ".draft"}) {
    ::chmod(path(name).c_str(), 0666);
    ASSERT_EQ(::chown(path(name).c_str(), paliad::test::other_user, paliad::test::other_user), 0);
  }
  EXPECT_EQ(caught([&] { store_.open(key); }),
            (Caught{"42501", "artifact \"" + key + "\" does not belong to the server's user",
                    "It was looked for in directory \"" + store_.directory() + "\".",
                    "Somebody may have moved it, or paliad_backup.export_dir may have been "
                    "changed."}));
  EXPECT_EQ(abandoned(), Keys{});
  store_.discard(later_key);
  EXPECT_EQ(names(), (Keys{"." + later_key + ".draft", key}));
}

TEST_F(LocalDiskStoreTest, RemoveTakesTheLinkNotItsTarget) {
  put(later_key, "true");
  ::symlink(later_key.c_str(), path(key).c_str());
  EXPECT_TRUE(store_.remove(key));
  EXPECT_EQ(content_of(*store_.open(later_key)), "true");
}

TEST_F(LocalDiskStoreTest, OpenArtifactOutlivesItsRemoval) {
  put(key, "content");
  const auto artifact = store_.open(key);
  EXPECT_TRUE(store_.remove(key));
  EXPECT_EQ(content_of(*artifact), "content");
  EXPECT_EQ(names(), Keys{});
}

TEST_F(LocalDiskStoreTest, ListsArtifactsInOrder) {
  put(later_key, "four");
  put(key, "seven!!");
  const auto made = store_.create("paliad-backup-20240101T000000Z-00000001.zip");
  write_file(path("notes.txt"), "x");
  write_file(path(key + ".bak"), "x");
  ::mkdir(path("paliad-backup-20240101T000000Z-00000002.zip").c_str(), 0700);
  ::symlink(key.c_str(), path("paliad-backup-20240101T000000Z-00000003.zip").c_str());
  const auto entries = store_.list();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].key, key);
  EXPECT_EQ(entries[0].bytes, 7U);
  EXPECT_EQ(entries[1].key, later_key);
  EXPECT_EQ(entries[1].bytes, 4U);
}

TEST_F(LocalDiskStoreTest, ScratchFilesLeaveNothing) {
  const auto scratch = store_.scratch();
  paliad::write_at(scratch.get(), "x", 0, "scratch");
  EXPECT_EQ(paliad::file_size(scratch.get(), "scratch"), 1U);
  EXPECT_EQ(names(), Keys{});
}

TEST_F(LocalDiskStoreTest, FreeBytesAreThoseOfAnOrdinaryUser) {
  struct statvfs info = {};
  ASSERT_EQ(::statvfs(store_.directory().c_str(), &info), 0);
  const double expected = static_cast<double>(info.f_bavail) * static_cast<double>(info.f_frsize);
  // With a tolerance, because others write to the same disk.
  EXPECT_NEAR(static_cast<double>(store_.free_bytes()), expected, 1e9);
}

}  // namespace
