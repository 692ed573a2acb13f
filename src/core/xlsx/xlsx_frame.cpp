#include "core/xlsx/xlsx_frame.hpp"

#include "core/base/error.hpp"
#include "core/model/sheet_names.hpp"
#include "core/xlsx/xlsx_overview.hpp"
#include "core/xlsx/xlsx_workbook.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>

#include <zip.h>

namespace paliad::xlsx {

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

// The entries of a workbook as libxlsxwriter wrote it.
struct Written {
  Entries entries;
  std::vector<WorksheetStyles> styles;  // of the pages
};

[[noreturn]] void unexpected(const std::string& detail) {
  throw Error(sqlstate::internal_error, "the workbook's frame is not as libxlsxwriter writes it",
              detail);
}

std::string number_format_for(const model::Column& column) {
  constexpr int most_decimals = 30;  // Excel's own
  switch (column.cell) {
  case model::CellForm::text:
    return "@";
  case model::CellForm::date:
    return "yyyy-mm-dd";
  case model::CellForm::timestamp:
    // Without milliseconds, programs would round up to the next second, and so sometimes to the
    // next day.
    return "yyyy-mm-dd hh:mm:ss.000";
  case model::CellForm::timestamptz:
    return R"(yyyy-mm-dd hh:mm:ss.000" UTC")";
  case model::CellForm::boolean:
    // Excel shows TRUE and FALSE in any format, LibreOffice 1 and 0 in General.
    return R"("TRUE";"TRUE";"FALSE")";
  case model::CellForm::number:
    break;
  }
  const bool integer =
      column.type == "smallint" || column.type == "integer" || column.type == "bigint";
  if (column.scale == 0 || integer) return "0";
  if (column.scale < 0 || column.scale > most_decimals) return "";
  return "0." + std::string(static_cast<std::size_t>(column.scale), '0');
}

double width_of_values(const model::Column& column) {
  switch (column.cell) {
  case model::CellForm::boolean:
    return 9;
  case model::CellForm::date:
    return 12;
  case model::CellForm::timestamp:
    return 25;
  case model::CellForm::timestamptz:
    return 29;
  case model::CellForm::number:
    return column.type == "integer" || column.type == "smallint" ? 13 : 20;
  case model::CellForm::text:
    break;
  }
  if (column.type == "uuid") return 38;
  return 30;
}

double width_of(const model::Column& column) {
  constexpr double room_for_filter = 4;
  constexpr double most = 60;
  const auto header = static_cast<double>(model::utf16_length(column.name)) * 1.1 + room_for_filter;
  return std::min(std::max(width_of_values(column), header), most);
}

// Prints on A4 landscape, scaled to about half the size at least, with the sheet's name and the
// page number in the footer, and the header row on each page.
void set_up_printing(lxw_worksheet* sheet, const std::string& title,
                     const std::vector<model::Column>& columns) {
  constexpr double widths_on_a_page = 300;
  double width = 0;
  for (const model::Column& column : columns) width += width_of(column);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, static_cast<std::uint16_t>(std::ceil(width / widths_on_a_page)), 0);
  lxw_error error = worksheet_set_footer(sheet, "&L&A&R&P / &N");
  if (error == LXW_NO_ERROR && !columns.empty()) error = worksheet_repeat_rows(sheet, 0, 0);
  require(error, "set up the printing of the worksheet \"" + title + "\"");
}

// Adds the worksheet with its header row and returns its style ids.
WorksheetStyles add_page(Workbook& book, const FramePage& page) {
  lxw_worksheet* const sheet = book.add_worksheet(page.title);
  const std::vector<model::Column>& columns = page.sheet->columns;
  WorksheetStyles styles{style_id(book.format_of(Style::text)), {}};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto at = static_cast<lxw_col_t>(i);
    lxw_format* const format = book.number_format(number_format_for(columns[i]));
    styles.columns.push_back(style_id(format));
    require(worksheet_set_column(sheet, at, at, width_of(columns[i]), format),
            "set a column of the worksheet \"" + page.title + "\"");
    write_text(sheet, 0, at, columns[i].name, book.format_of(Style::header));
  }
  set_up_printing(sheet, page.title, columns);
  if (columns.empty()) return styles;
  worksheet_freeze_panes(sheet, 1, 0);
  lxw_error error = worksheet_set_row(sheet, 0, 20, nullptr);
  if (error == LXW_NO_ERROR) {
    error = worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(page.rows),
                                 static_cast<lxw_col_t>(columns.size() - 1));
  }
  require(error, "set the header of the worksheet \"" + page.title + "\"");
  return styles;
}

struct CloseZip {
  void operator()(zip_t* zip) const noexcept { zip_discard(zip); }
};
struct CloseZipFile {
  void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};

std::string read_entry(zip_t* zip, zip_uint64_t index, const zip_stat_t& stat) {
  std::string content(stat.size, '\0');
  const std::unique_ptr<zip_file_t, CloseZipFile> file(zip_fopen_index(zip, index, 0));
  char beyond = 0;  // the checksum is compared at the end of the file
  if (!file || zip_fread(file.get(), content.data(), stat.size) != zip_int64_t(stat.size) ||
      zip_fread(file.get(), &beyond, 1) != 0) {
    throw Error(sqlstate::io_error, "could not read the workbook's frame back",
                std::string(stat.name) + ": " +
                    (file ? zip_file_strerror(file.get()) : zip_strerror(zip)));
  }
  return content;
}

Entries read_entries(const std::string& path) {
  int error = 0;
  const std::unique_ptr<zip_t, CloseZip> zip(zip_open(path.c_str(), ZIP_RDONLY, &error));
  if (!zip) {
    throw Error(sqlstate::io_error, "could not read the workbook's frame back",
                "libzip error " + std::to_string(error));
  }
  Entries entries;
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(zip.get(), 0));
  for (zip_uint64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip.get(), i, 0, &stat) != 0) unexpected(zip_strerror(zip.get()));
    entries.emplace_back(stat.name, read_entry(zip.get(), i, stat));
  }
  return entries;
}

Written write_and_read(const model::BundleInfo& info, const std::vector<FramePage>& pages,
                       const ScratchMaker& make_scratch) {
  const UniqueFd file = make_scratch();
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  Written written;
  Workbook book(path, info.started_at, "paliad_backup " + info.extension_version);
  // The overview is filled last: strings are numbered in the order they are written, and the
  // numbers in the pages' heads must not depend on the overview's content.
  lxw_worksheet* const overview = book.add_worksheet(overview_title);
  for (const FramePage& page : pages) written.styles.push_back(add_page(book, page));
  write_overview(book, overview, info, pages);
  book.close();
  written.entries = read_entries(path);
  return written;
}

// Whether an XML document ends with the end of its root element.
bool ends_with_root(std::string_view xml) {
  if (!xml.empty() && xml.back() == '\n') xml.remove_suffix(1);  // the theme's
  const std::size_t root = xml.find('<', 1);
  if (root == std::string_view::npos) return false;
  const std::size_t length = xml.find_first_of(" >", root) - root - 1;
  const std::string end = "</" + std::string(xml.substr(root + 1, length)) + ">";
  return xml.size() > end.size() && xml.substr(xml.size() - end.size()) == end;
}

// libxlsxwriter doesn't notice when a write to one of its temporary files fails. The file then
// lacks its end, or a piece of the middle if there was free space again. So the end of each entry
// is checked, and the workbook is written twice and compared: two runs don't lose the same piece.
Written write_whole(const model::BundleInfo& info, const std::vector<FramePage>& pages,
                    const ScratchMaker& make_scratch) {
  Written written = write_and_read(info, pages, make_scratch);
  bool whole = write_and_read(info, pages, make_scratch).entries == written.entries;
  for (const auto& [name, content] : written.entries) whole = whole && ends_with_root(content);
  if (whole) return written;
  throw Error(sqlstate::io_error, "could not write the workbook's frame",
              "A temporary file of libxlsxwriter lacks a part.",
              "Check that the directory for temporary files (TMPDIR, or else /tmp) has room.");
}

std::string take_entry(Entries& entries, const std::string& name) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  if (found == entries.end()) unexpected("It has no " + name + ".");
  std::string content = std::move(found->second);
  entries.erase(found);
  return content;
}

std::size_t find_in(const std::string& text, std::string_view what, std::size_t from = 0) {
  const std::size_t at = text.find(what, from);
  if (at == std::string::npos) unexpected("There is no " + std::string(what) + ".");
  return at;
}

// Splits the worksheet where its rows belong. The <dimension> element, which is optional, is
// removed: its value isn't known before the last row.
WorksheetFrame split_page(Entries& entries, std::string name, WorksheetStyles styles) {
  constexpr std::string_view no_rows = "<sheetData/>";
  constexpr std::string_view rows_end = "</sheetData>";
  std::string xml = take_entry(entries, name);
  const std::size_t dimension = find_in(xml, "<dimension ");
  xml.erase(dimension, find_in(xml, "/>", dimension) + 2 - dimension);
  if (const std::size_t at = xml.find(no_rows); at != std::string::npos) {
    xml.replace(at, no_rows.size(), "<sheetData></sheetData>");
  }
  const std::size_t middle = find_in(xml, rows_end);
  return {std::move(name), xml.substr(0, middle), xml.substr(middle), std::move(styles)};
}

// Quotes each sheet name in the defined names. libxlsxwriter does so only where a title has more
// than letters and digits. Names such as T1 or 2024 need quotes too: without them Excel reports a
// damaged workbook.
void quote_sheets(std::string& workbook) {
  constexpr std::string_view element = "<definedName ";
  for (auto at = workbook.find(element); at != std::string::npos;
       at = workbook.find(element, at + 1)) {
    const std::size_t sheet = find_in(workbook, ">", at) + 1;
    if (workbook[sheet] == '\'') continue;
    workbook.insert(find_in(workbook, "!", sheet), 1, '\'');
    workbook.insert(sheet, 1, '\'');
  }
}

std::string worksheet_entry(std::size_t number) {
  return "xl/worksheets/sheet" + std::to_string(number) + ".xml";
}

}  // namespace

WorkbookFrame make_frame(const model::BundleInfo& info, const std::vector<FramePage>& pages,
                         const ScratchMaker& make_scratch) {
  Written written = write_whole(info, pages, make_scratch);
  WorkbookFrame frame;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    frame.pages.push_back(
        split_page(written.entries, worksheet_entry(i + 2), std::move(written.styles[i])));
  }
  frame.entries = std::move(written.entries);
  for (auto& [name, content] : frame.entries) {
    if (name == worksheet_entry(1)) {
      std::replace(content.begin(), content.end(), number_sign_stand_in, '#');
    }
    if (name == "xl/workbook.xml") quote_sheets(content);
  }
  return frame;
}

std::string tail_for(const WorksheetFrame& frame, std::size_t columns, std::uint64_t rows) {
  if (columns == 0) return frame.tail;
  constexpr std::string_view filter = "<autoFilter ref=\"";
  const std::size_t from = find_in(frame.tail, filter) + filter.size();
  const std::size_t to = find_in(frame.tail, "\"", from);
  std::string range = "A1";
  if (columns > 1 || rows > 0) {
    range += ":" + column_letters(columns - 1) + std::to_string(rows + 1);
  }
  return std::string(frame.tail).replace(from, to - from, range);
}

}  // namespace paliad::xlsx
