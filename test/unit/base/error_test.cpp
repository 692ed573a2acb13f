#include "core/base/error.hpp"

#include "unit/support/caught.hpp"

#include <cerrno>
#include <gtest/gtest.h>

using paliad::Error;
using paliad::os_error;
using paliad::test::Caught;
using paliad::test::caught;

namespace {

Caught os_error_of(int errnum) {
  return caught([&] { throw os_error(errnum, "write file", "/x/y"); });
}

TEST(Error, KeepsAllItIsGiven) {
  const Error error("22023", "message", "detail", "hint", "context");
  EXPECT_STREQ(error.what(), "message");
  EXPECT_EQ(error.state(), "22023");
  EXPECT_EQ(error.detail(), "detail");
  EXPECT_EQ(error.hint(), "hint");
  EXPECT_EQ(error.context(), "context");
}

TEST(Error, HasOnlyStateAndMessageByDefault) {
  const Error error(paliad::sqlstate::internal_error, "message");
  EXPECT_EQ(error.state(), "XX000");
  EXPECT_EQ(error.detail() + error.hint() + error.context(), "");
}

TEST(Error, GetsAFurtherLineOfDetail) {
  const Error error("22023", "no", "", "hint", "context");
  const Error once = error.with_detail("one");
  EXPECT_EQ(once.detail(), "one");
  EXPECT_EQ(once.hint(), "hint");
  EXPECT_EQ(once.context(), "context");
  EXPECT_EQ(once.with_detail("two").detail(), "one\ntwo");
  EXPECT_EQ(error.detail(), "");
}

TEST(Error, IsUtf8) {
  const Error error("22023", "m\xE4", "d\xE4", "h\xE4", "c\xE4");
  EXPECT_EQ(error.what() + error.detail() + error.hint() + error.context(), "m?d?h?c?");
  paliad::CodedText reason;
  reason.code = "other";
  reason.arguments = {{"message", "m\xE4"}};
  reason.text = "t\xE4";
  const Error with_code("22023", reason);
  EXPECT_STREQ(with_code.what(), "t?");
  EXPECT_EQ(with_code.reason().text, "t?");
  EXPECT_EQ(with_code.reason().arguments[0].value, "m?");
}

TEST(OsError, NamesActionPathAndReason) {
  EXPECT_EQ(os_error_of(ENOENT),
            (Caught{"58P01", "could not write file \"/x/y\": No such file or directory", "", ""}));
}

TEST(OsError, NamesTheFullDisk) {
  const std::string hint = "Free room on the file system of the export directory, or point "
                           "paliad_backup.export_dir at a larger one.";
  EXPECT_EQ(os_error_of(ENOSPC),
            (Caught{"53100", "could not write file \"/x/y\": No space left on device", "", hint}));
  EXPECT_EQ(os_error_of(EDQUOT),
            (Caught{"53100", "could not write file \"/x/y\": Disk quota exceeded", "", hint}));
}

TEST(OsError, NamesTheLimitOnFiles) {
  EXPECT_EQ(os_error_of(EFBIG),
            (Caught{"53400", "could not write file \"/x/y\": File too large", "",
                    "Raise the server's limit on the size of a file (ulimit -f, LimitFSIZE), or "
                    "point paliad_backup.export_dir at a file system that holds larger files."}));
}

TEST(OsError, GivesTheStateThatPostgresGives) {
  const std::pair<int, const char*> states[] = {
      {EACCES, "42501"}, {EPERM, "42501"},   {EROFS, "42501"},  {ENOENT, "58P01"},
      {EEXIST, "58P02"}, {ENOTDIR, "42809"}, {EISDIR, "42809"}, {ENOTEMPTY, "42809"},
      {ENOMEM, "53200"}, {EMFILE, "53000"},  {ENFILE, "53000"}, {EIO, "58030"},
      {EFBIG, "53400"},
  };
  for (const auto& [errnum, state] : states) EXPECT_EQ(os_error_of(errnum).state, state) << errnum;
}

TEST(OsError, IsUtf8WhateverThePathIs) {
  const Error error = os_error(ENOENT, "open", "/srv/Sicherung f\xFCr morgen");
  EXPECT_STREQ(error.what(),
               "could not open \"/srv/Sicherung f?r morgen\": No such file or directory");
}

}  // namespace
