// The workbook without its rows, made by libxlsxwriter: styles, overview, headers, widths, frozen
// header rows, filters.
#pragma once

#include "core/base/file.hpp"
#include "core/model/bundle_info.hpp"
#include "core/xlsx/xlsx_page.hpp"
#include "core/xlsx/xlsx_rows.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace paliad::xlsx {

// A worksheet without its rows: head + <row>s + tail is the whole file. The head includes the
// header row (if there are columns), so the first row to add is number 2.
struct WorksheetFrame {
  std::string entry;  // its name in the workbook, such as xl/worksheets/sheet2.xml
  std::string head;
  std::string tail;  // with a filter whose range covers the page's `rows`
  WorksheetStyles styles;
};

struct WorkbookFrame {
  std::vector<std::pair<std::string, std::string>> entries;  // every other entry and its content
  std::vector<WorksheetFrame> pages;                         // in the order of the pages given
};

// Makes an empty, nameless, seekable scratch file, readable and writable.
using ScratchMaker = std::function<UniqueFd()>;

// Makes the frame for an overview and these pages. It is made twice: before the rows are read (row
// counts 0), for heads and style ids, and after, with the true counts and the pages that turned out
// to be needed. Heads and ids are the same both times if the sheets and their order are.
// Throws what require() and `make_scratch` throw; Error(io_error) where a temporary file can't be
// written or read, Error(internal_error) where libxlsxwriter's output is not as expected.
WorkbookFrame make_frame(const model::BundleInfo& info, const std::vector<FramePage>& pages,
                         const ScratchMaker& make_scratch);

// The tail with its filter's range set to `rows` rows below the header, as make_frame() makes it
// for a page with that many rows. `columns` is how many the sheet has. Throws Error(internal_error)
// where the frame is none of make_frame()'s.
std::string tail_for(const WorksheetFrame& frame, std::size_t columns, std::uint64_t rows);

}  // namespace paliad::xlsx
