// Decides which process reads which sheet. Plain.
#pragma once

#include "core/sheet/sheet_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::sheet {

// What a process needs to read and write a sheet.
struct SheetToRead {
  model::SheetInfo info;             // sheet, relation, query, columns
  std::vector<std::uint32_t> reads;  // the oids of the relations that its query reads, ascending
  xlsx::WorksheetFrame frame;
};

// The three lists hold indexes into `sheets`; each sheet is in one of them.
struct ReadingPlan {
  std::vector<SheetToRead> sheets;
  std::vector<std::size_t> alone;   // the leader reads and writes them before it starts workers
  std::vector<std::size_t> split;   // the leader reads, all write the blocks; the largest first
  std::vector<std::size_t> shared;  // any free process reads a whole one; the largest first
};

// What the plan depends on.
struct SheetSize {
  std::uint64_t bytes = 0;
  bool parallel_safe = true;           // may be read in a parallel worker
  std::vector<std::uint32_t> reads{};  // as SheetToRead has them
};

// How many workers save more time than their start takes; at most `most`.
unsigned worthwhile_workers(const std::vector<SheetSize>& sizes, unsigned most);

// Plans for `workers` and the leader; without workers all sheets are `alone`. A sheet larger than a
// fair share is split: the leader reads the rows, which is about a quarter of the work, and all
// processes write them, in blocks. `sizes` and the frame's pages have one element for each of
// info.sheets, in the same order. The sheets' bytes in the bundle don't depend on the plan.
ReadingPlan plan_reading(const model::BundleInfo& info, const xlsx::WorkbookFrame& frame,
                         const std::vector<SheetSize>& sizes, unsigned workers);

}  // namespace paliad::sheet
