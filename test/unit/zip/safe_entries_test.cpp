#include "core/zip/safe_entries.hpp"

#include "unit/support/opened_zip.hpp"

#include <gtest/gtest.h>

namespace paliad::zip {
namespace {

using test::caught;
using test::Caught;
using test::checking;
using test::deflated_entry;
using test::file_of;
using test::is_contradiction;
using test::many;
using test::opening;
using test::RawEntry;
using test::RawZip;
using test::stored_entry;
using test::unsafe;

// Each name, how a message shows it, and why it is not safe.
struct BadName {
  std::string name;
  std::string shown;
  std::string why;
};

const std::string control = "has a control character in its name";
const std::string backslash = "has a backslash in its name";
const std::string absolute = "has an absolute path";
const std::string steps = R"(has an empty step, "." or ".." in its path)";
const std::vector<BadName> bad_names{
    {"", "", "has no name"},
    {"a\nb", "a\\x0ab", control},
    {"a\x1B[31m", "a\\x1b[31m", control},
    {"a\x7F", "a\\x7f", control},
    {"..\\x", "..\\x", backslash},
    {"/etc/passwd", "/etc/passwd", absolute},
    {"C:/x", "C:/x", absolute},
    {"c:x", "c:x", absolute},
    {"..", "..", steps},
    {".", ".", steps},
    {"../x", "../x", steps},
    {"csv/../../x", "csv/../../x", steps},
    {"csv/..", "csv/..", steps},
    {"csv/./x", "csv/./x", steps},
    {"csv/.", "csv/.", steps},
    {"csv//x", "csv//x", steps},
    {std::string(300, 'a') + "\\", std::string(100, 'a') + "...", backslash},
};

// Names that are special only on Windows are accepted.
TEST(UnsafeName, KnowsNoNamesOfWindows) {
  for (const char* name : {"CON", "csv/nul.csv", "a.csv:x", "a.", "a ", "csv./x", "csv/a?*<>|\""})
    EXPECT_EQ(unsafe_name(name), "") << name;
}

TEST(UnsafeName, SaysWhy) {
  for (const auto& [name, shown, why] : bad_names) EXPECT_EQ(unsafe_name(name), why) << name;
  EXPECT_EQ(unsafe_name("M\xFCller"), "has a name that is not UTF-8");
  EXPECT_EQ(unsafe_name(std::string("a\0b", 3)), control);
  EXPECT_EQ(unsafe_name("/"), absolute);
  EXPECT_EQ(unsafe_name("csv/"), steps);
}

TEST(UnsafeName, LeavesDotsColonsAndForeignLetters) {
  for (const char* name :
       {"x", "...", "csv/..x", "csv/x..", "csv/.x", "csv/Łódź € 漢.csv", "a b", "ab:c"})
    EXPECT_EQ(unsafe_name(name), "") << name;
}

TEST(SafeEntries, AreThoseOfABundle) {
  const Archive archive(file_of(test::good_bundle()).get(), "a.zip", many);
  EXPECT_EQ(caught([&] { require_safe(archive); }), Caught{});
  EXPECT_EQ(checking(RawZip({})), Caught{});
}

TEST(SafeEntries, ArePlainFiles) {
  const auto kind = [](std::uint32_t attributes, const std::string& name = "x",
                       unsigned system = 3) {
    RawEntry entry = stored_entry(name, "");
    entry.attributes = attributes;
    entry.system = system;
    return checking(RawZip({entry}));
  };
  EXPECT_EQ(kind(0), Caught{});
  EXPECT_EQ(kind(0x20, "x", 0), Caught{});  // MS-DOS: archive
  EXPECT_EQ(kind(0120777U << 16U), unsafe("x", "is a symbolic link"));
  EXPECT_EQ(kind(0120777U << 16U, "x", 0), unsafe("x", "is a symbolic link"));
  EXPECT_EQ(kind(0040755U << 16U), unsafe("x", "is a directory"));
  EXPECT_EQ(kind(0x10, "x", 0), unsafe("x", "is a directory"));
  EXPECT_EQ(kind(0100600U << 16U, "x/"), unsafe("x/", "is a directory"));
  for (const std::uint32_t mode : {0010000U, 0020000U, 0060000U, 0140000U, 0170000U})
    EXPECT_EQ(kind(mode << 16U), unsafe("x", "is a special file"));
}

TEST(SafeEntries, HaveSafeNames) {
  for (const auto& [name, shown, why] : bad_names) {
    RawEntry entry = stored_entry(name, "");
    entry.flags = 0;  // with the UTF-8 flag libzip itself refuses control characters
    EXPECT_EQ(checking(RawZip({entry})), unsafe(shown, why));
  }
}

// Without the UTF-8 flag; with it libzip doesn't open the zip.
TEST(SafeEntries, HaveNamesInUtf8) {
  RawEntry entry = stored_entry("M\xFCller\xC3", "");
  EXPECT_TRUE(is_contradiction(opening(RawZip({entry}).bytes())));
  entry.flags = 0;
  EXPECT_EQ(checking(RawZip({entry})), unsafe("M\\xfcller\\xc3", "has a name that is not UTF-8"));
}

TEST(SafeEntries, CanBeRead) {
  RawEntry entry = deflated_entry("x", "1234");
  entry.bytes = 1032 * static_cast<std::uint32_t>(entry.stored.size()) + 1;
  EXPECT_EQ(checking(RawZip({entry})),
            (Caught{"XX001", "entry \"x\" of \"a.zip\" declares a size that it can't have",
                    "It declares " + std::to_string(entry.bytes) + " bytes and stores " +
                        std::to_string(entry.stored.size()) + ".",
                    hint_changed}));
  entry.method = 12;
  EXPECT_EQ(checking(RawZip({entry})),
            (Caught{"XX001", "entry \"x\" of \"a.zip\" is neither stored nor deflated",
                    "Its method is 12.", hint_changed}));
}

TEST(SafeEntries, AreRefusedFromTheFirstOn) {
  RawEntry link = stored_entry("link", "");
  link.attributes = 0120777U << 16U;
  const RawEntry good = stored_entry("good", "1");
  const RawEntry bad = stored_entry("../bad", "1");
  EXPECT_EQ(checking(RawZip({good, link, bad})), unsafe("link", "is a symbolic link"));
  EXPECT_EQ(checking(RawZip({good, bad, link})), unsafe("../bad", steps));
}

// An unsafe kind is reported before an unsafe name.
TEST(SafeEntries, AreNamedByWhatIsWorst) {
  RawEntry link = stored_entry("../x", "");
  link.attributes = 0120777U << 16U;
  EXPECT_EQ(checking(RawZip({link})), unsafe("../x", "is a symbolic link"));
}

// The content of the first entry contains the second entry with its header.
TEST(SafeEntries, ShareNoBytes) {
  RawEntry inner = stored_entry("inner", std::string(100, 'x'));
  const RawEntry outer = stored_entry("outer", test::raw_local(inner));
  inner.header = 30 + outer.name.size();
  const RawZip zip({outer, inner});
  EXPECT_EQ(checking(zip), (Caught{"XX001", "entries of \"a.zip\" share the same bytes",
                                   "Together they store more than the " +
                                       std::to_string(zip.bytes().size()) + " bytes of the file.",
                                   hint_changed}));
}

}  // namespace
}  // namespace paliad::zip
