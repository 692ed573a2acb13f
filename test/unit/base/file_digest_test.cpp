#include "core/base/file_digest.hpp"

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/noise.hpp"
#include "unit/support/temp_directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

namespace paliad {
namespace {

using test::caught;
using test::Caught;

UniqueFd file_of(std::string_view bytes) {
  UniqueFd fd(::memfd_create("file", MFD_CLOEXEC));
  write_at(fd.get(), bytes, 0, "file");
  return fd;
}

TEST(DigestFile, KnowsTheKnownTexts) {
  FileDigest digest = digest_file(file_of("123456789").get(), "file", no_poll);
  EXPECT_EQ(digest.bytes, 9U);
  EXPECT_EQ(digest.crc32, 0xCBF43926U);
  EXPECT_EQ(to_hex(digest.sha256),
            "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
  digest = digest_file(file_of("").get(), "file", no_poll);
  EXPECT_EQ(digest.bytes, 0U);
  EXPECT_EQ(digest.crc32, 0U);
  EXPECT_EQ(to_hex(digest.sha256),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(DigestFile, ReadsAllBlocksInTheirOrder) {
  constexpr std::size_t mebibyte = 1024UL * 1024;
  for (const std::size_t bytes :
       {mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte, 3 * mebibyte + 7}) {
    const std::string content = test::noise(bytes);
    const FileDigest digest = digest_file(file_of(content).get(), "file", no_poll);
    EXPECT_EQ(digest.bytes, bytes);
    EXPECT_EQ(digest.crc32, ::crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), bytes));
    Sha256 sha256;
    sha256.update(content);
    EXPECT_EQ(to_hex(digest.sha256), to_hex(sha256.finish())) << bytes;
  }
}

TEST(DigestFile, BeginsAtTheBeginningAndLeavesThePlaceInTheFile) {
  const UniqueFd fd = file_of("abc");
  ASSERT_EQ(::lseek(fd.get(), 2, SEEK_SET), 2);
  EXPECT_EQ(digest_file(fd.get(), "file", no_poll).bytes, 3U);
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_CUR), 2);
}

TEST(DigestFile, AsksAtEveryBlock) {
  int asked = 0;
  const Poll count = [&] { ++asked; };
  (void)digest_file(file_of(test::noise(10'000'000)).get(), "file", count);
  EXPECT_GE(asked, 9);
  asked = 0;
  (void)digest_file(file_of("x").get(), "file", count);
  EXPECT_EQ(asked, 1);
}

TEST(DigestFile, StopsWhenPollThrows) {
  const UniqueFd fd = file_of(test::noise(10'000'000));
  for (const int last : {1, 2, 3}) {
    int asked = 0;
    const Poll stop = [&] {
      if (++asked == last) throw Error(sqlstate::query_canceled, "enough");
    };
    EXPECT_EQ(caught([&] { digest_file(fd.get(), "file", stop); }),
              (Caught{"57014", "enough", "", ""}));
    EXPECT_EQ(asked, last);
  }
}

TEST(DigestFile, SaysWhatTheSystemSays) {
  EXPECT_EQ(caught([] { digest_file(-1, "a.zip", no_poll); }),
            (Caught{"58030", "could not read file \"a.zip\": Bad file descriptor", "", ""}));
  const test::TempDirectory directory;
  const UniqueFd no_file(::open(directory.path().c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(caught([&] { digest_file(no_file.get(), "a.zip", no_poll); }),
            (Caught{"42809", "could not read file \"a.zip\": Is a directory", "", ""}));
}

}  // namespace
}  // namespace paliad
