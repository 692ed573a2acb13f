// The workbook's first worksheet: what this backup is, a linked list of the others, what is not
// included, and the warnings.
#pragma once

#include "core/xlsx/xlsx_page.hpp"
#include "core/xlsx/xlsx_workbook.hpp"

namespace paliad::xlsx {

// libxlsxwriter cuts a link at '#'; the link carries this instead, which no worksheet's XML holds
// otherwise, for the finished sheet to have it replaced.
inline constexpr char number_sign_stand_in = '\x01';

// Fills `sheet`, an empty worksheet of the book. Throws what require() does, and
// Error(internal_error) where the time of the backup is beyond what the calendar holds.
void write_overview(Workbook& book, lxw_worksheet* sheet, const model::BundleInfo& info,
                    const std::vector<FramePage>& pages);

}  // namespace paliad::xlsx
