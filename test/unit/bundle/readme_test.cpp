#include "core/bundle/readme.hpp"

#include "core/model/sheet_names.hpp"
#include "unit/support/said.hpp"

#include <gtest/gtest.h>
#include <sstream>

namespace paliad::bundle {
namespace {

model::BundleInfo small_bundle() {
  model::BundleInfo info;
  info.id = "6f1c2a34-0000-4000-8000-000000000001";
  info.kind = "on_demand";
  info.requested_by = "anna@kanzlei.example";
  info.database = "paliad";
  info.server_version = "15.4";
  info.extension_version = "1.0";
  info.started_at = from_unix_seconds(1'795'402'800);
  info.workbook.name = "paliad-backup.xlsx";
  info.sheets.resize(2);
  info.sheets[0].sheet = "matters";
  info.sheets[0].rows = 1234567;
  info.sheets[1].sheet = "notes";
  info.sheets[1].rows = 3;
  return info;
}

testing::AssertionResult contains(const std::string& text, const std::string& piece) {
  if (text.find(piece) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no \"" << piece << "\" in:\n" << text;
}

std::size_t count_of(const std::string& text, const std::string& piece) {
  std::size_t count = 0;
  for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) ++count;
  return count;
}

TEST(Readme, BeginsInGermanAndSaysWhatItIs) {
  const std::string text = readme_text(small_bundle());
  EXPECT_EQ(text.rfind(R"(Datensicherung einer Datenbank
==============================

VERTRAULICH: Diese Sicherung enthält Mandantendaten; siehe Abschnitt 8.

The English text follows below.

- Datenbank: paliad
- Zeitpunkt: 23.11.2026, 03:00:00 Uhr UTC (Weltzeit; in Deutschland eine
  Stunde später, in der Sommerzeit zwei)
- Anlass: auf Anforderung von anna@kanzlei.example
- Tabellen: 2
- Zeilen: 1.234.570
- Kennung: 6f1c2a34-0000-4000-8000-000000000001
- Erstellt mit: paliad_backup 1.0, PostgreSQL 15.4

1. Was das ist
--------------

)",
                       0),
            0U);
}

TEST(Readme, NamesLargeObjectsWhereThereAreAny) {
  model::BundleInfo info = small_bundle();
  const std::string without = readme_text(info);
  EXPECT_EQ(count_of(without, "large_objects/"), 0U);
  EXPECT_EQ(count_of(without, "statements.json csv/* json/*\n"), 4U);
  EXPECT_EQ(count_of(without, "{"), 0U);
  info.large_objects = {{90001, {"large_objects/90001", 3, {}}}};
  const std::string text = readme_text(info);
  EXPECT_TRUE(contains(text, "- large_objects/: eine Datei je Large Object der Datenbank"));
  EXPECT_TRUE(contains(text, "- large_objects/: one file for each large object of the database"));
  EXPECT_EQ(count_of(text, "\n\n- restore.sql, schema.sql"), 2U);
  EXPECT_EQ(count_of(text, "statements.json csv/* json/* \\\n        large_objects/*\n"), 4U);
  EXPECT_EQ(count_of(text, "csv\\*, json\\*, large_objects\\*\n"), 2U);
}

TEST(Readme, SaysTheSameInEnglish) {
  EXPECT_TRUE(contains(readme_text(small_bundle()), R"(

Backup of a database
====================

CONFIDENTIAL: this backup contains client data; see section 8.

- Database: paliad
- Time: 2026-11-23, 03:00:00 UTC (universal time; in Germany one hour later,
  two in summer)
- Occasion: requested by anna@kanzlei.example
- Tables: 2
- Rows: 1,234,570
)"));
}

TEST(Readme, NamesTheSchedule) {
  model::BundleInfo info = small_bundle();
  info.kind = "scheduled";
  info.requested_by = "system@paliad";
  const std::string text = readme_text(info);
  EXPECT_TRUE(contains(text, "- Anlass: nach Zeitplan (system@paliad)\n"));
  EXPECT_TRUE(contains(text, "- Occasion: on schedule (system@paliad)\n"));
}

TEST(Readme, HasEightSectionsInEachLanguage) {
  const std::string text = readme_text(small_bundle());
  for (int section = 1; section <= 8; ++section)
    EXPECT_EQ(count_of(text, "\n\n" + std::to_string(section) + ". "), 2U) << section;
}

TEST(Readme, GivesTheCommandsWhole) {
  const std::string text = readme_text(small_bundle());
  for (const char* line : {
           "    Get-FileHash -Algorithm SHA256 paliad-backup.xlsx, *.sql,\n"
           "        statements.json, csv\\*, json\\*\n",
           "    shasum -a 256 paliad-backup.xlsx *.sql statements.json csv/* json/*\n",
           "    sha256sum paliad-backup.xlsx *.sql statements.json csv/* json/*\n",
           "    SELECT * FROM paliad_backup_restore(\n"
           "        '6f1c2a34-0000-4000-8000-000000000001', "
           "NULL);\n",
       })
    EXPECT_EQ(count_of(text, line), 2U) << line;
  for (const char* line : {
           "    psql -X -d neu -f restore.sql\n",
           "    psql -X -v broken=keep -d neu -f restore.sql\n",
           "    psql -X -d fresh -f restore.sql\n",
           "    psql -X -v broken=keep -d fresh -f restore.sql\n",
       })
    EXPECT_EQ(count_of(text, line), 1U) << line;
}

TEST(Readme, SaysSoWhereNothingIsMissing) {
  const std::string text = readme_text(small_bundle());
  EXPECT_TRUE(contains(text, "Keine Tabelle wurde ausgelassen.\n\n5. Hinweise\n-----------\n\n"
                             "Es gibt keine.\n\n6. "));
  EXPECT_TRUE(contains(text, "No table was left out.\n\n5. Warnings\n-----------\n\n"
                             "There are none.\n\n6. "));
  EXPECT_EQ(text.find("Einstellungen"), std::string::npos);
}

TEST(Readme, GroupsWhatIsMissingByReason) {
  model::BundleInfo info = small_bundle();
  info.exclusions = {
      {"paliad.paliadin_turns", test::said("its name begins with paliadin")},
      {"paliad.scratch", test::said("excluded by a rule")},
      {"paliad.paliadin_aichat_conversation", test::said("its name begins with paliadin")}};
  info.sheets[1].omitted_columns = {"draft", "secret"};
  const std::string text = readme_text(info);
  EXPECT_TRUE(contains(text, R"(missing, for the reasons given.

- its name begins with paliadin: paliad.paliadin_turns,
  paliad.paliadin_aichat_conversation
- excluded by a rule: paliad.scratch

In these tables columns are missing, because a rule leaves them out:

- notes: draft, secret

5. )"));
}

TEST(Readme, ListsWarnings) {
  model::BundleInfo info = small_bundle();
  info.warnings = {
      {"matters", "amount", test::said("More than 15 digits.", "made_rounded_digits"), 1234},
      {"notes", "", test::said("No primary key.", "made_unordered"), 0},
      {"", "", test::said("The caller had written.", "made_caller_wrote"), 0},
      {"", "", test::said("Two of something.", "made_other"), 2}};
  EXPECT_TRUE(contains(readme_text(info), R"(how often it occurs.

- matters, amount (1,234): More than 15 digits.
- notes: No primary key.
- The caller had written.
- (2): Two of something.

6. )"));
}

TEST(Readme, CutsLongLists) {
  model::BundleInfo info = small_bundle();
  info.warnings.assign(200, {"matters", "amount", test::said("Cut.", "made_cut"), 1});
  EXPECT_EQ(readme_text(info).find("Further entries"), std::string::npos);
  info.warnings.resize(1234, {"matters", "amount", test::said("Cut.", "made_cut"), 1});
  info.exclusions.assign(201, {"paliad.x", test::said("excluded by a rule")});
  const std::string text = readme_text(info);
  EXPECT_EQ(count_of(text, "- matters, amount (1): Cut.\n"), 400U);
  EXPECT_TRUE(contains(text, "\n\nWeitere: 1.034. In manifest.json stehen alle.\n"));
  EXPECT_TRUE(contains(text, "\n\nFurther entries: 1,034. manifest.json lists them all.\n"));
  EXPECT_TRUE(contains(text, "\n\nFurther entries: 1. manifest.json lists them all.\n"));
}

TEST(Readme, ListsTheSettings) {
  model::BundleInfo info = small_bundle();
  info.settings = {{"TimeZone", "UTC"}, {"DateStyle", "ISO, YMD"}};
  EXPECT_TRUE(contains(readme_text(info), "The values were written under these settings:\n\n"
                                          "- TimeZone = UTC\n- DateStyle = ISO, YMD\n\n8. "));
}

TEST(Readme, NamesCannotForgeThePage) {
  model::BundleInfo info = small_bundle();
  info.database = "a\n# {id}\x1B[2J";
  info.exclusions = {{"paliad.\"x\n\n# y\"", test::said("excluded\nby a rule")}};
  const std::string text = readme_text(info);
  EXPECT_TRUE(contains(text, "- Database: a?# {id}?[2J\n"));
  EXPECT_TRUE(contains(text, "- excluded?by a rule: paliad.\"x??# y\"\n"));
}

TEST(Readme, LinesAreShortAndClean) {
  model::BundleInfo info = small_bundle();
  info.settings = {{"TimeZone", "UTC"}};
  info.warnings = {
      {"matters", "amount", test::said(std::string(40, 'x') + " ä " + "y z " + "w"), 1}};
  for (int i = 0; i < 50; ++i) {
    info.exclusions.push_back(
        {"paliad.größe_" + std::to_string(i), test::said("excluded by a rule")});
  }
  std::istringstream lines(readme_text(info));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(model::utf16_length(line), 78U) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
    EXPECT_EQ(line.find_first_of("{}\r\t"), std::string::npos) << line;
  }
}

TEST(Readme, EndsWithOneNewline) {
  const std::string text = readme_text(small_bundle());
  EXPECT_EQ(text.substr(text.size() - 13), " folder too.\n");
}

}  // namespace
}  // namespace paliad::bundle
