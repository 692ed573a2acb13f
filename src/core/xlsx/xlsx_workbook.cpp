#include "core/xlsx/xlsx_workbook.hpp"

#include "core/base/error.hpp"
#include "core/base/quoted.hpp"
#include "core/model/sheet_names.hpp"
#include "core/xlsx/xlsx_cell.hpp"

#include <algorithm>
#include <new>

namespace paliad::xlsx {

namespace {

constexpr lxw_color_t ink = 0x1F3864;
constexpr lxw_color_t grey = 0x595959;
constexpr lxw_color_t line_grey = 0xD0D7E5;
constexpr lxw_color_t white = 0xFFFFFF;
constexpr lxw_color_t link_blue = 0x0563C1;
constexpr lxw_color_t tint = 0xEAF0FA;

void bold(lxw_format* format, lxw_color_t color, double size) {
  format_set_bold(format);
  format_set_font_color(format, color);
  format_set_font_size(format, size);
}

void fill(lxw_format* format, lxw_color_t color) { format_set_bg_color(format, color); }

void rule_below(lxw_format* format) {
  format_set_bottom(format, LXW_BORDER_THIN);
  format_set_bottom_color(format, line_grey);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  format_set_indent(format, 1);
}

void align_right(lxw_format* format) {
  format_set_align(format, LXW_ALIGN_RIGHT);
  format_set_indent(format, 1);
}

void head(lxw_format* format) {
  bold(format, white, 11);
  fill(format, ink);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
}

void sum_up(lxw_format* format) {
  rule_below(format);
  format_set_bold(format);
  fill(format, tint);
}

void group_digits(lxw_format* format) {
  format_set_num_format(format, "#,##0");
  align_right(format);
}

void apply(lxw_format* format, Style style) {
  switch (style) {
  case Style::text:
    return format_set_num_format(format, "@");
  case Style::title:
    return bold(format, ink, 20);
  case Style::note:
    return format_set_font_color(format, grey);
  case Style::fact:
    return format_set_bold(format);
  case Style::section:
    return bold(format, ink, 14);
  case Style::header:
    return head(format);
  case Style::indented_header:
    head(format);
    return format_set_indent(format, 1);
  case Style::number_header:
    head(format);
    return align_right(format);
  case Style::cell:
    return rule_below(format);
  case Style::wrapped_cell:
    rule_below(format);
    return format_set_text_wrap(format);
  case Style::number_cell:
    rule_below(format);
    return group_digits(format);
  case Style::link_cell:
    rule_below(format);
    format_set_font_color(format, link_blue);
    return format_set_underline(format, LXW_UNDERLINE_SINGLE);
  case Style::strong_cell:
    return sum_up(format);
  case Style::strong_number_cell:
    sum_up(format);
    return group_digits(format);
  }
}

std::string_view state_of(lxw_error error) {
  switch (error) {
  case LXW_ERROR_MEMORY_MALLOC_FAILED:
    return sqlstate::out_of_memory;
  case LXW_ERROR_CREATING_XLSX_FILE:
  case LXW_ERROR_CREATING_TMPFILE:
  case LXW_ERROR_READING_TMPFILE:
  case LXW_ERROR_ZIP_FILE_OPERATION:
  case LXW_ERROR_ZIP_FILE_ADD:
  case LXW_ERROR_ZIP_CLOSE:
    return sqlstate::io_error;
  default:
    return sqlstate::internal_error;
  }
}

}  // namespace

void require(lxw_error error, std::string_view action) {
  if (error == LXW_NO_ERROR) return;
  const std::string_view state = state_of(error);
  throw Error(state, "could not " + std::string(action), lxw_strerror(error),
              state == sqlstate::io_error ? "Check that the directory for temporary files (TMPDIR, "
                                            "or else /tmp) is writable and has room."
                                          : "");
}

Workbook::Workbook(const std::string& path, Instant created, const std::string& author)
    : book_(workbook_new(path.c_str())) {
  if (!book_) throw std::bad_alloc();
  // Older versions of libxlsxwriter take only texts that they may change.
  std::string texts[] = {"paliad backup", author};
  lxw_doc_properties properties{};
  properties.title = texts[0].data();
  properties.author = texts[1].data();
  properties.created = std::max<std::int64_t>(unix_seconds(created), 1);  // 0 means the present
  require(workbook_set_properties(book_.get(), &properties), "describe the workbook");
  for (std::size_t i = 0; i < style_count; ++i) {
    styles_[i] = add_format([&](lxw_format* format) { apply(format, static_cast<Style>(i)); });
  }
  number_formats_["@"] = format_of(Style::text);
}

lxw_worksheet* Workbook::add_worksheet(const std::string& title) {
  const lxw_error error = workbook_validate_sheet_name(book_.get(), title.c_str());
  require(error, "add the worksheet \"" + title + "\"");
  lxw_worksheet* const sheet = workbook_add_worksheet(book_.get(), title.c_str());
  if (!sheet) throw std::bad_alloc();
  return sheet;
}

// libxlsxwriter assigns a format's id when it is first asked for. Asking here, in an order that
// depends on the columns alone, keeps the ids the same whichever formats the sheets then use.
lxw_format* Workbook::add_format(const std::function<void(lxw_format*)>& set_up) {
  lxw_format* const format = workbook_add_format(book_.get());
  if (!format) throw std::bad_alloc();
  set_up(format);
  style_id(format);
  return format;
}

lxw_format* Workbook::number_format(const std::string& code) {
  lxw_format*& format = number_formats_[code];
  if (!format) {
    format = add_format([&](lxw_format* added) {
      if (!code.empty()) format_set_num_format(added, code.c_str());
    });
  }
  return format;
}

void Workbook::close() { require(workbook_close(book_.release()), "write the workbook's frame"); }

int style_id(lxw_format* format) { return lxw_format_get_xf_index(format); }

std::string quoted_title(const std::string& title) { return quoted(title, '\''); }

void write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string_view text,
                lxw_format* format) {
  constexpr std::size_t longest = 4'000;  // long enough for notes: no program shows more of a cell
  const std::string content = escape_control(model::utf16_prefix(text, longest));
  require(worksheet_write_string(sheet, row, column, content.c_str(), format),
          "write a cell of the workbook's frame");
}

}  // namespace paliad::xlsx
