// Which entry of a workbook holds which worksheet.
#pragma once

#include "core/zip/zip_reader.hpp"

#include <map>
#include <string>

namespace paliad::xlsx {

using Worksheets = std::map<std::string, std::string>;  // a worksheet's name, its entry

// By the order of xl/workbook.xml, which is that of the entries (xl/worksheets/sheet1.xml, ...) in
// a workbook of ours. Throws Error(data_corrupted) where the list is missing or damaged, a name
// never ends or is there twice; Error(program_limit_exceeded) where it has more than 64 MiB;
// os_error.
Worksheets worksheet_entries(const zip::Archive& workbook);

}  // namespace paliad::xlsx
