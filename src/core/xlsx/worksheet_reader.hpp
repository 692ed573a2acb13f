// Finds the entry of a workbook that holds a worksheet.
#pragma once

#include "core/zip/zip_reader.hpp"

#include <map>
#include <string>

namespace paliad::xlsx {

using Worksheets = std::map<std::string, std::string>;  // from a worksheet's name to its entry

// Reads the names from xl/workbook.xml. In a workbook of ours their order is that of the entries
// (xl/worksheets/sheet1.xml, ...). Doesn't check that the entries exist. Throws
// Error(data_corrupted) where xl/workbook.xml is missing or damaged, or a name never ends or is
// there twice; Error(program_limit_exceeded) where it has more than 64 MiB; os_error.
Worksheets worksheet_entries(const zip::Archive& workbook);

}  // namespace paliad::xlsx
