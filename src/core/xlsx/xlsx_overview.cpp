#include "core/xlsx/xlsx_overview.hpp"

#include "core/base/error.hpp"
#include "core/base/instant.hpp"
#include "core/codes/codes.hpp"
#include "core/model/sheet_names.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace paliad::xlsx {

namespace {

enum OverviewColumn : lxw_col_t { first, second, third, fourth, fifth, after_last };
constexpr std::array<double, 5> widths{36, 64, 24, 18, 20};

// An estimate, for programs that don't compute the height of a row with wrapped text.
double height_of(std::string_view text, double width) {
  constexpr double line = 15;
  const auto characters = static_cast<double>(model::utf16_length(text));
  return line * std::max(1.0, std::ceil(characters / (width - 1)));
}

// German first, as in the headings.
std::string in_both_languages(const CodedText& coded) {
  const std::string german = codes::text_in(codes::Language::german, coded);
  const std::string english = codes::text_in(codes::Language::english, coded);
  return german == english ? english : german + " / " + english;
}

std::string link_to(const std::string& title) {
  std::string link = "internal:" + quoted_title(title) + "!A1";
  std::replace(link.begin(), link.end(), '#', number_sign_stand_in);
  return link;
}

// Writes the overview from top to bottom.
class Overview {
public:
  Overview(Workbook& book, lxw_worksheet* sheet) : book_(book), sheet_(sheet) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      require(worksheet_set_column(sheet_, column, column, widths[i], nullptr),
              "set a column of the overview");
    }
    worksheet_set_tab_color(sheet_, 0x1F3864);
    worksheet_gridlines(sheet_, LXW_HIDE_ALL_GRIDLINES);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);  // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
  }

  void facts(const model::BundleInfo& info) {
    tall(30);
    line("Datensicherung – Database backup", Style::title);
    line("Alle Tabellen zum selben Zeitpunkt. Leere Zellen sind NULL; was eine Zelle nicht exakt "
         "fassen kann, steht als Text da.",
         Style::note);
    line("All tables as of one instant. Empty cells are NULL; what a cell can't hold exactly is "
         "there as text.",
         Style::note);
    ++row_;
    const bool scheduled = info.kind == "scheduled";
    fact("Datenbank / Database", info.database);
    fact("Erstellt / Made at", to_text(info.started_at, "%Y-%m-%d %H:%M:%S UTC"));
    fact("Anlass / Occasion",
         scheduled ? "nach Zeitplan / scheduled" : "auf Anforderung / on demand");
    fact("Angefordert von / Requested by", info.requested_by);
    fact("Kennung / Id", info.id);
    fact("Server",
         "PostgreSQL " + info.server_version + ", paliad_backup " + info.extension_version);
  }

  void worksheets(const std::vector<FramePage>& pages) {
    section("Tabellenblätter / Worksheets");
    header(
        {"Blatt / Sheet", "Tabelle / Relation", "Art / Kind", "Zeilen / Rows", "Spalten / Columns"},
        fourth);
    std::uint64_t rows = 0;
    for (const FramePage& page : pages) {
      const bool entity = page.sheet->kind == model::SheetKind::entity;
      link(page.title);
      put(second, page.sheet->relation, Style::cell);
      put(third, entity ? "Daten / entity" : "Nachschlagen / ref", Style::cell);
      put(fourth, page.rows, Style::number_cell);
      put(fifth, page.sheet->columns.size(), Style::number_cell);
      ++row_;
      rows += page.rows;
    }
    put(first, "Summe / Total", Style::strong_cell);
    for (const OverviewColumn column : {second, third, fifth}) {
      put(column, "", Style::strong_cell);
    }
    put(fourth, rows, Style::strong_number_cell);
    ++row_;
  }

  void exclusions(const model::BundleInfo& info) {
    section("Nicht enthalten / Not included");
    header({"Tabelle / Relation", "Grund / Reason", "", "", ""});
    const lxw_row_t before = row_;
    for (const model::Exclusion& exclusion : info.exclusions) {
      exclude(exclusion.relation, in_both_languages(exclusion.reason));
    }
    for (const model::SheetInfo& sheet : info.sheets) {
      std::string names;
      for (const std::string& name : sheet.omitted_columns) {
        names += (names.empty() ? "" : ", ") + name;
      }
      if (!names.empty())
        exclude(sheet.relation, "ausgelassene Spalten / columns left out: " + names);
    }
    if (row_ == before) exclude("–", "nichts fehlt / nothing is left out");
  }

  void warnings(const std::vector<model::Warning>& warnings) {
    section("Hinweise / Warnings");
    header({"Blatt / Sheet", "Hinweis / Warning", "Spalte / Column", "Kürzel / Code",
            "Anzahl / Count"},
           fifth);
    for (const model::Warning& warning : warnings) warn(warning);
    if (warnings.empty()) warn({"–", "", {{}, {}, {}, "keine / none"}, 0});
  }

private:
  void put(lxw_col_t column, std::string_view text, Style style) {
    write_text(sheet_, row_, column, text, book_.format_of(style));
  }

  void put(lxw_col_t column, std::uint64_t number, Style style) {
    require(worksheet_write_number(sheet_, row_, column, static_cast<double>(number),
                                   book_.format_of(style)),
            "write a number of the overview");
  }

  void tall(double height) {
    require(worksheet_set_row(sheet_, row_, height, nullptr), "set a row of the overview");
  }

  void line(std::string_view text, Style style) {
    put(first, text, style);
    ++row_;
  }

  void fact(std::string_view label, std::string_view value) {
    put(first, label, Style::note);
    put(second, value, Style::fact);
    ++row_;
  }

  void exclude(const std::string& relation, const std::string& reason) {
    tall(std::max(height_of(relation, widths[first]),
                  height_of(reason, std::accumulate(&widths[second], widths.end(), 0.0))));
    put(first, relation, Style::wrapped_cell);
    require(worksheet_merge_range(sheet_, row_, second, row_, fifth, "",
                                  book_.format_of(Style::wrapped_cell)),
            "merge cells of the overview");
    put(second, reason, Style::wrapped_cell);
    ++row_;
  }

  void warn(const model::Warning& warning) {
    const std::string text = in_both_languages(warning.what);
    tall(std::max({height_of(warning.sheet, widths[first]), height_of(text, widths[second]),
                   height_of(warning.column, widths[third])}));
    put(first, warning.sheet, Style::wrapped_cell);
    put(second, text, Style::wrapped_cell);
    put(third, warning.column, Style::wrapped_cell);
    put(fourth, warning.what.code, Style::wrapped_cell);
    if (warning.count > 0) {
      put(fifth, warning.count, Style::number_cell);
    } else {
      put(fifth, "", Style::number_cell);
    }
    ++row_;
  }

  void section(std::string_view heading) {
    ++row_;
    tall(26);
    line(heading, Style::section);
  }

  // `first_number` is the first column that holds numbers; all columns after it do too.
  void header(std::initializer_list<std::string_view> headings,
              lxw_col_t first_number = after_last) {
    tall(20);
    lxw_col_t column = first;
    for (const std::string_view heading : headings) {
      put(column, heading, column < first_number ? Style::indented_header : Style::number_header);
      ++column;
    }
    ++row_;
  }

  void link(const std::string& title) {
    const lxw_error error =
        worksheet_write_url_opt(sheet_, row_, first, link_to(title).c_str(),
                                book_.format_of(Style::link_cell), title.c_str(), nullptr);
    require(error, "link the worksheet \"" + title + "\"");
  }

  Workbook& book_;
  lxw_worksheet* sheet_;
  lxw_row_t row_ = 0;
};

}  // namespace

void write_overview(Workbook& book, lxw_worksheet* sheet, const model::BundleInfo& info,
                    const std::vector<FramePage>& pages) {
  Overview overview(book, sheet);
  overview.facts(info);
  overview.worksheets(pages);
  overview.exclusions(info);
  overview.warnings(info.warnings);
}

}  // namespace paliad::xlsx
