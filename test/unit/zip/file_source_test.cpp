#include "core/zip/file_source.hpp"

#include "core/zip/libzip.hpp"
#include "unit/support/opened_zip.hpp"
#include "unit/support/temp_directory.hpp"

#include <cerrno>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <memory>
#include <unistd.h>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;
using test::file_of;

struct FreeSource {
  void operator()(zip_source_t* source) const noexcept { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;

std::string read(zip_source_t* source, std::size_t most) {
  std::string bytes(most, '\0');
  const zip_int64_t got = zip_source_read(source, bytes.data(), most);
  if (got < 0) return "failed";
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

TEST(FileSource, ReadsTheFileFromItsBeginning) {
  FileSource file(file_of("0123456789").get(), "file");
  EXPECT_EQ(file.size(), 10U);
  const Source source(file.make_source());
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(zip_source_open(source.get()), 0);
    EXPECT_EQ(read(source.get(), 4), "0123");
    EXPECT_EQ(zip_source_tell(source.get()), 4);
    EXPECT_EQ(read(source.get(), 100), "456789");
    EXPECT_EQ(read(source.get(), 100), "");
    ASSERT_EQ(zip_source_close(source.get()), 0);
  }
}

TEST(FileSource, SaysHowLongTheFileIs) {
  FileSource file(file_of("0123456789").get(), "file");
  const Source source(file.make_source());
  zip_stat_t stat;
  ASSERT_EQ(zip_source_stat(source.get(), &stat), 0);
  EXPECT_EQ(stat.valid & ZIP_STAT_SIZE, std::uint64_t{ZIP_STAT_SIZE});
  EXPECT_EQ(stat.size, 10U);
}

TEST(FileSource, GoesWhereItIsTold) {
  FileSource file(file_of("0123456789").get(), "file");
  const Source source(file.make_source());
  ASSERT_EQ(zip_source_open(source.get()), 0);
  ASSERT_EQ(zip_source_seek(source.get(), 7, SEEK_SET), 0);
  EXPECT_EQ(read(source.get(), 2), "78");
  ASSERT_EQ(zip_source_seek(source.get(), -3, SEEK_CUR), 0);
  EXPECT_EQ(read(source.get(), 1), "6");
  ASSERT_EQ(zip_source_seek(source.get(), -1, SEEK_END), 0);
  EXPECT_EQ(read(source.get(), 2), "9");
  EXPECT_EQ(zip_source_tell(source.get()), 10);
  EXPECT_EQ(zip_source_seek(source.get(), -1, SEEK_SET), -1);
  EXPECT_EQ(zip_source_seek(source.get(), 11, SEEK_SET), -1);
  EXPECT_EQ(zip_error_code_zip(zip_source_error(source.get())), ZIP_ER_INVAL);
  EXPECT_EQ(zip_source_tell(source.get()), 10);
}

// The caller's descriptor and each source of it have positions of their own.
TEST(FileSource, MovesNobodysPlace) {
  UniqueFd fd = file_of("0123456789");
  ASSERT_EQ(::lseek(fd.get(), 7, SEEK_SET), 7);
  FileSource first(fd.get(), "file");
  FileSource second(fd.get(), "file");
  const Source one(first.make_source());
  const Source two(second.make_source());
  ASSERT_EQ(zip_source_open(one.get()), 0);
  ASSERT_EQ(zip_source_open(two.get()), 0);
  EXPECT_EQ(read(one.get(), 3), "012");
  EXPECT_EQ(read(two.get(), 2), "01");
  EXPECT_EQ(read(one.get(), 3), "345");
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_CUR), 7);
  fd = UniqueFd();
  EXPECT_EQ(read(two.get(), 2), "23") << "the caller may close what it gave";
}

TEST(FileSource, ClosesItsDescriptorAndNotTheCallers) {
  const UniqueFd fd = file_of("x");
  int own = -1;
  {
    const FileSource file(fd.get(), "file");
    own = file.fd();
    EXPECT_NE(own, fd.get());
    EXPECT_NE(::fcntl(own, F_GETFD), -1);
  }
  EXPECT_EQ(::fcntl(own, F_GETFD), -1);
  EXPECT_NE(::fcntl(fd.get(), F_GETFD), -1);
}

TEST(FileSource, IsOpenedAsAZip) {
  FileSource file(file_of(test::RawZip({test::stored_entry("x", "1234")}).bytes()).get(), "file");
  zip::ZipError error;
  const std::unique_ptr<zip_t, zip::DiscardZip> zip(
      zip_open_from_source(file.make_source(), ZIP_RDONLY, &error.status));
  ASSERT_NE(zip, nullptr);
  EXPECT_EQ(zip_get_num_entries(zip.get(), 0), 1);
}

TEST(FileSource, IsNotWritten) {
  FileSource file(file_of("x").get(), "file");
  const Source source(file.make_source());
  EXPECT_EQ(zip_source_begin_write(source.get()), -1);
  EXPECT_EQ(zip_error_code_zip(zip_source_error(source.get())), ZIP_ER_OPNOTSUPP);
}

TEST(FileSource, TellsLibzipWhatTheSystemSays) {
  const test::TempDirectory directory;
  test::write_file(directory / "file", "x");
  const UniqueFd unreadable(::open((directory / "file").c_str(), O_WRONLY | O_CLOEXEC));
  FileSource file(unreadable.get(), "file");
  const Source source(file.make_source());
  ASSERT_EQ(zip_source_open(source.get()), 0);
  EXPECT_EQ(read(source.get(), 1), "failed");
  EXPECT_EQ(zip_error_code_zip(zip_source_error(source.get())), ZIP_ER_READ);
  EXPECT_EQ(zip_error_code_system(zip_source_error(source.get())), EBADF);
}

TEST(FileSource, NeedsAnOpenFile) {
  EXPECT_EQ(caught([] { const FileSource file(-1, "a.zip"); }),
            (Caught{"58030", "could not open again file \"a.zip\": Bad file descriptor", "", ""}));
}

}  // namespace
}  // namespace paliad::zip
