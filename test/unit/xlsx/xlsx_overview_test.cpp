#include "core/xlsx/xlsx_overview.hpp"

#include "core/base/error.hpp"
#include "unit/support/caught.hpp"
#include "unit/support/said.hpp"
#include "unit/support/written_workbook.hpp"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>

namespace paliad::xlsx {
namespace {

using test::all_between;
using test::caught;
using test::Caught;

using Rows = std::vector<std::vector<std::string>>;

class OverviewTest : public testing::Test {
protected:
  OverviewTest() {
    info_.id = "11111111-2222-3333-4444-555555555555";
    info_.kind = "on_demand";
    info_.requested_by = "anna@example.org";
    info_.database = "paliad";
    info_.server_version = "15.4";
    info_.extension_version = "1.0";
    info_.started_at = from_unix_seconds(1'795'402'800);  // 2026-11-23 03:00:00 UTC
    info_.sheets.resize(2);
    info_.sheets[0].relation = "paliad.matters";
    info_.sheets[0].columns.resize(3);
    info_.sheets[1].relation = "paliad.ref_courts";
    info_.sheets[1].kind = model::SheetKind::reference;
    info_.sheets[1].columns.resize(1);
    pages_ = {{&info_.sheets[0], "matters", 1'048'575},
              {&info_.sheets[0], "matters (2)", 5},
              {&info_.sheets[1], "ref__courts", 0}};
  }

  // Writes the workbook; returns the XML of the overview's worksheet.
  std::string write() {
    Workbook book(path_, info_.started_at, "anna");
    lxw_worksheet* const sheet = book.add_worksheet(overview_title);
    for (const FramePage& page : pages_) book.add_worksheet(page.title);
    write_overview(book, sheet, info_, pages_);
    book.close();
    written_ = test::written_workbook(path_);
    return written_.at("xl/worksheets/sheet1.xml");
  }

  // The cells of its rows, each up to the last cell that is not empty.
  Rows rows() {
    write();
    Rows all;
    for (const auto& [reference, text] : test::cells_of(written_, "xl/worksheets/sheet1.xml")) {
      const auto column = static_cast<std::size_t>(reference[0] - 'A');
      const std::size_t row = std::stoul(reference.substr(1)) - 1;
      if (all.size() <= row) all.resize(row + 1);
      if (all[row].size() <= column) all[row].resize(column + 1);
      all[row][column] = text;
    }
    return all;
  }
  // The cells to the right of a label in the first column.
  std::vector<std::string> beside(const std::string& label) {
    for (const auto& row : rows())
      if (!row.empty() && row[0] == label) return row;
    return {};
  }
  // The height of a row, as the worksheet has it.
  double height_of_row(std::size_t row) {
    const auto found = all_between(write(), "<row r=\"" + std::to_string(row) + "\"", ">").at(0);
    const auto height = all_between(found, " ht=\"", "\"");
    return height.empty() ? 15 : std::stod(height[0]);
  }

  test::TempDirectory directory_;
  const std::string path_ = directory_ / "a.xlsx";
  model::BundleInfo info_;
  std::vector<FramePage> pages_;
  test::WrittenWorkbook written_;
};

TEST_F(OverviewTest, SaysWhatThisBackupIs) {
  info_.exclusions = {{"paliad.drafts", test::said("left out by a rule")},
                      {"paliad.turns", test::said("never exported")}};
  info_.sheets[1].omitted_columns = {"secret", "token"};
  info_.warnings = {{"matters", "fee", test::said("Three values were cut.", "made_cut"), 3},
                    {"", "", test::said("A note.", "made_uncommitted"), 0}};
  EXPECT_EQ(
      rows(),
      (Rows{{"Datensicherung – Database backup"},
            {"Alle Tabellen zum selben Zeitpunkt. Leere Zellen sind NULL; was eine Zelle nicht "
             "exakt fassen kann, steht als Text da."},
            {"All tables as of one instant. Empty cells are NULL; what a cell can't hold exactly "
             "is there as text."},
            {},
            {"Datenbank / Database", "paliad"},
            {"Erstellt / Made at", "2026-11-23 03:00:00 UTC"},
            {"Anlass / Occasion", "auf Anforderung / on demand"},
            {"Angefordert von / Requested by", "anna@example.org"},
            {"Kennung / Id", "11111111-2222-3333-4444-555555555555"},
            {"Server", "PostgreSQL 15.4, paliad_backup 1.0"},
            {},
            {"Tabellenblätter / Worksheets"},
            {"Blatt / Sheet", "Tabelle / Relation", "Art / Kind", "Zeilen / Rows",
             "Spalten / Columns"},
            {"matters", "paliad.matters", "Daten / entity", "1048575", "3"},
            {"matters (2)", "paliad.matters", "Daten / entity", "5", "3"},
            {"ref__courts", "paliad.ref_courts", "Nachschlagen / ref", "0", "1"},
            {"Summe / Total", "", "", "1048580"},
            {},
            {"Nicht enthalten / Not included"},
            {"Tabelle / Relation", "Grund / Reason"},
            {"paliad.drafts", "left out by a rule"},
            {"paliad.turns", "never exported"},
            {"paliad.ref_courts", "ausgelassene Spalten / columns left out: secret, token"},
            {},
            {"Hinweise / Warnings"},
            {"Blatt / Sheet", "Hinweis / Warning", "Spalte / Column", "Kürzel / Code",
             "Anzahl / Count"},
            {"matters", "Three values were cut.", "fee", "made_cut", "3"},
            {"", "A note.", "", "made_uncommitted"}}));
}

TEST_F(OverviewTest, SaysWhatThereIsNothingOf) {
  pages_.clear();
  EXPECT_EQ(beside("Summe / Total"), (std::vector<std::string>{"Summe / Total", "", "", "0"}));
  const Rows all = rows();
  EXPECT_EQ(all[all.size() - 5],
            (std::vector<std::string>{"–", "nichts fehlt / nothing is left out"}));
  EXPECT_EQ(all.back(), (std::vector<std::string>{"–", "keine / none"}));
}

TEST_F(OverviewTest, TellsABackupOfTheSchedule) {
  info_.kind = "scheduled";
  EXPECT_EQ(beside("Anlass / Occasion").at(1), "nach Zeitplan / scheduled");
}

TEST_F(OverviewTest, SaysTheTimeInUtcEverywhere) {
  ::setenv("TZ", "Asia/Tokyo", 1);
  ::tzset();
  EXPECT_EQ(beside("Erstellt / Made at").at(1), "2026-11-23 03:00:00 UTC");
  ::unsetenv("TZ");
  ::tzset();
}

// The character at which libxlsxwriter cuts a link is replaced in links, and only there.
TEST_F(OverviewTest, LinksTheWorksheets) {
  pages_[0].title = "a#b's <x>";
  pages_[1].title = "T1";
  info_.sheets[0].relation = "paliad.\"a\x01#\"";
  const std::string xml = write();
  EXPECT_EQ(
      all_between(xml, "location=\"", "\""),
      (std::vector<std::string>{std::string("'a") + number_sign_stand_in + "b''s &lt;x&gt;'!A1",
                                "'T1'!A1", "'ref__courts'!A1"}));
  EXPECT_EQ(all_between(xml, "display=\"", "\""),
            (std::vector<std::string>{"a#b's &lt;x&gt;", "T1", "ref__courts"}));
  EXPECT_EQ(std::count(xml.begin(), xml.end(), number_sign_stand_in), 1);
  for (const auto& [name, content] : written_)
    if (name != "xl/worksheets/sheet1.xml") {
      EXPECT_EQ(content.find(number_sign_stand_in), std::string::npos) << name;
    }
  EXPECT_EQ(beside("a#b's <x>").at(1), "paliad.\"a_x0001_#\"");
}

TEST_F(OverviewTest, MakesRoomForLongReasonsAndWarnings) {
  info_.exclusions = {{"paliad.a", test::said("short")},
                      {"paliad.b", test::said(std::string(500, 'x'))}};
  EXPECT_DOUBLE_EQ(height_of_row(21), 15);
  EXPECT_DOUBLE_EQ(height_of_row(22), 60);  // four lines of 126 characters
  info_.exclusions.clear();
  info_.warnings = {{"matters", "", test::said(std::string(500, 'x')), 1}};
  EXPECT_DOUBLE_EQ(height_of_row(25), 120);  // eight lines of 64
}

}  // namespace
}  // namespace paliad::xlsx
