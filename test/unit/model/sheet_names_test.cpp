#include "core/model/sheet_names.hpp"

#include <gtest/gtest.h>

namespace paliad::model {
namespace {

std::string entity(std::string_view table) { return sheet_name_for(table, SheetKind::entity); }
std::string reference(std::string_view table) {
  return sheet_name_for(table, SheetKind::reference);
}
std::string worksheet(std::string_view sheet, unsigned page = 1) {
  NameRegister none;
  return worksheet_name_for(none, sheet, page);
}
std::string repeated(std::string_view text, unsigned times) {
  std::string all;
  while (times-- > 0) all += text;
  return all;
}

TEST(Utf16, CountsUnits) {
  EXPECT_EQ(utf16_length(""), 0U);
  EXPECT_EQ(utf16_length("abc"), 3U);
  EXPECT_EQ(utf16_length("äß€"), 3U);
  EXPECT_EQ(utf16_length("a😀b"), 4U);
}

TEST(Utf16, CutsNoCharacter) {
  EXPECT_EQ(utf16_prefix("abc", 3), "abc");
  EXPECT_EQ(utf16_prefix("abc", 2), "ab");
  EXPECT_EQ(utf16_prefix("abc", 0), "");
  EXPECT_EQ(utf16_prefix("€€€", 2), "€€");
  EXPECT_EQ(utf16_prefix("€€€", 3), "€€€");
  EXPECT_EQ(utf16_prefix("a😀b", 1), "a");
  EXPECT_EQ(utf16_prefix("a😀b", 2), "a");
  EXPECT_EQ(utf16_prefix("a😀b", 3), "a😀");
  EXPECT_EQ(utf16_prefix("a😀b", 4), "a😀b");
}

TEST(NameRegister, NumbersWhatIsTaken) {
  NameRegister names;
  EXPECT_FALSE(names.taken("a"));
  EXPECT_EQ(names.claim("a", 31), "a");
  EXPECT_TRUE(names.taken("a"));
  EXPECT_EQ(names.claim("a", 31), "a~2");
  EXPECT_EQ(names.claim("a", 31), "a~3");
  EXPECT_EQ(names.claim("b", 31), "b");
}

TEST(NameRegister, ShortensWhatIsTooLong) {
  NameRegister names;
  EXPECT_EQ(names.claim("abcdef", 5), "abcde");
  EXPECT_EQ(names.claim("abcdeg", 5), "abc~2");
  EXPECT_EQ(names.claim("abcdeh", 5), "abc~3");
  EXPECT_EQ(names.claim("ab😀", 3), "ab");
}

TEST(NameRegister, WhatIsOneElsewhereIsNumbered) {
  NameRegister names;
  EXPECT_EQ(names.claim("ДОГОВОР", 31), "ДОГОВОР");
  EXPECT_TRUE(names.taken("договор"));
  EXPECT_EQ(names.claim("договор", 31), "договор~2");
  EXPECT_EQ(names.claim("Gebühren", 31), "Gebühren");
  EXPECT_EQ(names.claim("Gebu\u0308hren", 31), "Gebu\u0308hren~2");
  EXPECT_EQ(names.claim("GEBÜHREN", 31), "GEBÜHREN~3");
}

TEST(NameRegister, NumbersGoOnWhereTheyEnded) {
  NameRegister names;
  EXPECT_EQ(names.claim("a", 31), "a");
  EXPECT_EQ(names.claim("a~3", 31), "a~3");
  EXPECT_EQ(names.claim("A", 31), "A~2");
  EXPECT_EQ(names.claim("a", 31), "a~4");
  EXPECT_EQ(names.claim("a", 31, "!"), "a!");
  EXPECT_EQ(names.claim("A", 31, "!"), "A~2!");
}

TEST(NameRegister, ManyNamesMayBeAlike) {
  NameRegister names;
  const std::string stem(40, 'x');
  std::string last;
  for (int i = 0; i < 20'000; ++i) last = names.claim(stem + std::to_string(i), 31);
  EXPECT_EQ(last, stem.substr(0, 25) + "~20000");
}

TEST(SheetName, ReferenceTablesArePrefixedOnce) {
  EXPECT_EQ(entity("matters"), "matters");
  EXPECT_EQ(entity("ref_countries"), "ref_countries");
  EXPECT_EQ(reference("countries"), "ref__countries");
  EXPECT_EQ(reference("ref_countries"), "ref__countries");
  EXPECT_EQ(reference("ref_ref_x"), "ref__ref_x");
  EXPECT_EQ(reference("ref_"), "ref__");
}

TEST(SheetName, WhatFilesCannotBeCalledIsReplaced) {
  EXPECT_EQ(entity("a<b>c:d\"e/f\\g|h?i*j"), "a_b_c_d_e_f_g_h_i_j");
  EXPECT_EQ(entity("a\nb\x1F\x7F"), "a_b__");
  EXPECT_EQ(entity("../../etc/passwd"), "_._.._etc_passwd");
  EXPECT_EQ(entity(".hidden"), "_hidden");
  EXPECT_EQ(entity(".."), "__");
  EXPECT_EQ(entity("end. ."), "end___");
  EXPECT_EQ(entity(" a.b"), " a.b");
  EXPECT_EQ(entity(""), "_");
  EXPECT_EQ(reference("a/b."), "ref__a_b_");
  EXPECT_EQ(entity("Müller=€😀"), "Müller=€😀");
}

TEST(SheetName, WindowsDevicesAreNotNamed) {
  for (const char* device :
       {"CON", "con", "Prn", "AUX", "nul", "COM1", "com9", "LPT5", "com²", "CONIN$", "conout$"}) {
    EXPECT_EQ(entity(device), std::string(device) + "_");
    EXPECT_EQ(entity(std::string(device) + ".x.y"), std::string(device) + "_.x.y");
  }
  EXPECT_EQ(entity("con .x"), "con _.x");
  for (const char* other :
       {"CONS", "com", "COM0", "COM10", "lpt", "comx", "x.con", "com4²", "conin"})
    EXPECT_EQ(entity(other), other);
}

TEST(WorksheetName, WhatExcelRefusesIsReplaced) {
  EXPECT_EQ(worksheet("a[b]c:d*e?f/g\\h"), "a_b_c_d_e_f_g_h");
  EXPECT_EQ(worksheet("a［b］c：d＊e？f／g＼h￥"), "a_b_c_d_e_f_g_h_");
  EXPECT_EQ(worksheet("'it's'"), "_it's_");
  EXPECT_EQ(worksheet("’it’s’"), "_it’s_");
  EXPECT_EQ(worksheet("＇it＇s＇"), "_it＇s_");
  EXPECT_EQ(worksheet("’"), "_");
  EXPECT_EQ(worksheet("'"), "_");
  EXPECT_EQ(worksheet("a\xEF\xBF\xBF\xEF\xBF\xBE"), "a__");
  EXPECT_EQ(worksheet("history"), "history_");
  EXPECT_EQ(worksheet("History"), "History_");
  EXPECT_EQ(worksheet("History 2"), "History 2");
  EXPECT_EQ(worksheet("History" + repeated("\u200B", 24)),
            "History" + repeated("\u200B", 23) + "_");
  EXPECT_EQ(worksheet(""), "_");
}

TEST(WorksheetName, FitsThirtyOneUnits) {
  EXPECT_EQ(worksheet(std::string(31, 'a')), std::string(31, 'a'));
  EXPECT_EQ(worksheet(std::string(32, 'a')), std::string(31, 'a'));
  EXPECT_EQ(worksheet(std::string(30, 'a') + "😀"), std::string(30, 'a'));
  EXPECT_EQ(worksheet(std::string(30, 'a') + "'b"), std::string(30, 'a') + "_");
}

TEST(WorksheetName, FurtherPagesSayTheirNumber) {
  EXPECT_EQ(worksheet("events", 2), "events (2)");
  EXPECT_EQ(worksheet(std::string(31, 'a'), 2), std::string(27, 'a') + " (2)");
  EXPECT_EQ(worksheet(std::string(31, 'a'), 12), std::string(26, 'a') + " (12)");
}

TEST(WorksheetName, LongNamesThatCollideStayApart) {
  NameRegister names;
  const std::string stem(31, 'a');
  EXPECT_EQ(worksheet_name_for(names, stem + "1", 1), stem);
  EXPECT_EQ(worksheet_name_for(names, stem + "2", 1), stem.substr(2) + "~2");
  EXPECT_EQ(worksheet_name_for(names, stem + "1", 2), stem.substr(4) + " (2)");
  EXPECT_EQ(worksheet_name_for(names, stem + "2", 2), stem.substr(6) + "~2 (2)");
  EXPECT_TRUE(names.taken(stem.substr(6) + "~2 (2)"));
}

}  // namespace
}  // namespace paliad::model
