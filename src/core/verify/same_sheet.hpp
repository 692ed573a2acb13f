// Compares one sheet in its three formats.
#pragma once

#include "core/base/poll.hpp"
#include "core/model/bundle_info.hpp"
#include "core/zip/zip_reader.hpp"

#include <string>
#include <vector>

namespace paliad::verify {

// Compares the sheet's CSV and JSON in `bundle` and its worksheets in `workbook`, row by row and
// value by value, and the number of rows with the manifest's. `sheet` is from the manifest; `pages`
// are the worksheets' entries in `workbook`, in order. Returns the first difference, as an English
// clause with row and column where there are; empty where there is none. One row at a time is in
// memory. `poll` is called before each row. Throws Error(data_corrupted) where an entry is missing,
// can't be read, or isn't what the formats' readers accept; os_error; what `poll` throws.
std::string difference(const zip::Archive& bundle, const zip::Archive& workbook,
                       const model::SheetInfo& sheet, const std::vector<std::string>& pages,
                       const Poll& poll);

}  // namespace paliad::verify
