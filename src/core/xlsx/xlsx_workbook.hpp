// Owner of a libxlsxwriter workbook: failures are thrown, and every format gets its style id when
// it is made.
#pragma once

#include "core/base/instant.hpp"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <xlsxwriter.h>

namespace paliad::xlsx {

// Throws Error("could not <action>") unless `error` is LXW_NO_ERROR: out_of_memory, io_error, or
// internal_error for invalid arguments.
void require(lxw_error error, std::string_view action);

// How the overview and the header rows look.
enum class Style {
  text,  // plain, of the number format @
  title,
  note,
  fact,
  section,
  header,  // over columns
  indented_header,
  number_header,
  cell,  // of a table, indented
  wrapped_cell,
  number_cell,
  link_cell,
  strong_cell,  // of a table's last row
  strong_number_cell,
};
inline constexpr std::size_t style_count = 14;

class Workbook {
public:
  // The file is written when close() is called. `created` is the time in its properties, so that
  // the same content always makes the same file. Throws what require() does, bad_alloc.
  Workbook(const std::string& path, Instant created, const std::string& author);

  // `title` must be valid in Excel and not be taken; throws as require() does where libxlsxwriter
  // finds that it isn't, and bad_alloc. The worksheet lives until close(), and so do formats.
  lxw_worksheet* add_worksheet(const std::string& title);

  lxw_format* format_of(Style style) const { return styles_.at(static_cast<std::size_t>(style)); }
  // The plain format with this number format; "" is General. Throws bad_alloc.
  lxw_format* number_format(const std::string& code);

  // Writes the file. To be called once, after all else. Throws what require() does.
  void close();

private:
  struct Free {
    void operator()(lxw_workbook* book) const noexcept { lxw_workbook_free(book); }
  };
  lxw_format* add_format(const std::function<void(lxw_format*)>& set_up);

  std::unique_ptr<lxw_workbook, Free> book_;
  std::array<lxw_format*, style_count> styles_{};
  std::map<std::string, lxw_format*> number_formats_;
};

// The index of the format in the workbook's cellXfs.
int style_id(lxw_format* format);

// A worksheet's name as formulas and links refer to it: 'It''s'. Quoted always, as names such as T1
// or 2024 must be.
std::string quoted_title(const std::string& title);

// Writes the first 4,000 UTF-16 units of `text`, escaped by escape_control(), into a cell. Row and
// column are zero-based. Throws what require() does.
void write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string_view text,
                lxw_format* format);

}  // namespace paliad::xlsx
