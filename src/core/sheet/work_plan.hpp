// Who reads what, where several processes read. Plain.
#pragma once

#include "core/sheet/sheet_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::sheet {

// What a process must know of a sheet to write it.
struct SheetToRead {
  model::SheetInfo info;             // sheet, relation, query, columns
  std::vector<std::uint32_t> reads;  // the relations that its query reads, by oid, in their order
  xlsx::WorksheetFrame frame;
};

// Sheets are named by their place in `sheets`.
struct ReadingPlan {
  std::vector<SheetToRead> sheets;
  std::vector<std::size_t> alone;   // for one process only, before there are others
  std::vector<std::size_t> split;   // the leader reads, and enqueues the rows in blocks
  std::vector<std::size_t> shared;  // for whoever is free, as a whole; the largest first
};

// What decides who reads a sheet.
struct SheetSize {
  std::uint64_t bytes = 0;
  bool parallel_safe = true;           // may be read in a parallel worker
  std::vector<std::uint32_t> reads{};  // as SheetToRead has them
};

// How many workers are worth their start, of `most`.
unsigned worthwhile_workers(const std::vector<SheetSize>& sizes, unsigned most);

// Plans for `workers` and the leader. Of a sheet of more than a fair share the leader alone reads
// the rows, which is about a quarter of the work, and all write them, in blocks. What becomes of a
// sheet doesn't depend on who writes it.
ReadingPlan plan_reading(const model::BundleInfo& info, const xlsx::WorkbookFrame& frame,
                         const std::vector<SheetSize>& sizes, unsigned workers);

}  // namespace paliad::sheet
