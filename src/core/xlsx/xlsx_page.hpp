// A worksheet as the workbook's frame and its overview describe it.
#pragma once

#include "core/model/bundle_info.hpp"

#include <cstdint>
#include <string>

namespace paliad::xlsx {

// The name of the workbook's first worksheet: the overview.
inline constexpr const char* overview_title = "Übersicht – Overview";

// One worksheet of a table. A long table has several, which share `sheet`.
struct FramePage {
  const model::SheetInfo* sheet = nullptr;  // borrowed
  std::string title;                        // the worksheet's name, unique and valid in Excel
  std::uint64_t rows = 0;                   // below the header
};

}  // namespace paliad::xlsx
