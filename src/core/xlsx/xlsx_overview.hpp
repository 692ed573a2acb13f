// The workbook's first worksheet: what this backup is, a linked list of the others, what is not
// included, and the warnings.
#pragma once

#include "core/xlsx/xlsx_page.hpp"
#include "core/xlsx/xlsx_workbook.hpp"

namespace paliad::xlsx {

// Stands for '#' in links, because libxlsxwriter cuts a link at '#'. No worksheet's XML has this
// character otherwise; make_frame() replaces it in the finished overview.
inline constexpr char number_sign_stand_in = '\x01';

// Fills `sheet`, an empty worksheet of `book`; `pages` are the worksheets to list. Throws what
// require() does.
void write_overview(Workbook& book, lxw_worksheet* sheet, const model::BundleInfo& info,
                    const std::vector<FramePage>& pages);

}  // namespace paliad::xlsx
