// What is to be read, cut into shares that several processes take one after another. Plain.
#pragma once

#include "bundle/sheet_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::backup {

// A sheet, or some formats of a large one.
struct Share {
  std::size_t sheet = 0;
  bundle::Formats formats = bundle::Formats::all;
  std::uint64_t weight = 0;  // how much work it is, in no unit
};

// What a process must know of a sheet to write it.
struct SheetToRead {
  bundle::SheetInfo info;  // sheet, relation, query, columns
  bundle::WorksheetFrame frame;
};

struct ReadingPlan {
  std::vector<SheetToRead> sheets;
  std::vector<Share> alone;   // for one process only, before there are others
  std::vector<Share> shared;  // for whoever is free; the largest first
};

// A sheet's size in bytes, and whether it may be read in a parallel worker.
struct SheetSize {
  std::uint64_t bytes = 0;
  bool parallel_safe = true;
};

// How many workers are worth their start, of `most`.
unsigned worthwhile_workers(const std::vector<SheetSize>& sizes, unsigned most);

// Cuts the sheets for `workers` and the leader. A sheet of more than a fair share is cut by format:
// whoever writes its worksheet reads it a second time, which costs less than half of the whole.
// What becomes of the shares doesn't depend on who takes them.
ReadingPlan plan_reading(const bundle::BundleInfo& info, const bundle::WorkbookFrame& frame,
                         const std::vector<SheetSize>& sizes, unsigned workers);

}  // namespace paliad::backup
