// The reading of all sheets, by this session and its parallel workers.
#pragma once

#include "backend/ipc/run_state.hpp"
#include "core/base/poll.hpp"
#include "core/base/scratch_file.hpp"
#include "core/sheet/work_plan.hpp"
#include "core/xlsx/xlsx_frame.hpp"

#include <memory>
#include <vector>

namespace paliad::extract {

// What came of the sheets, in their order, and the files in which it lies.
struct SheetsRead {
  std::vector<std::unique_ptr<ScratchFile>> files;
  std::vector<sheet::SheetParts> parts;
};

// Reads every sheet in the active snapshot, with up to `most_workers` parallel workers where that
// is worth it; `state` tells how far they are. `frame` has a page for each sheet, `sizes` its size.
// The parts are the same however many processes there are. Throws Error, what poll throws; then
// parallel mode may still be on, and the error must travel on to the end of the (sub)transaction.
SheetsRead read_sheets(const model::BundleInfo& info, const xlsx::WorkbookFrame& frame,
                       const std::vector<sheet::SheetSize>& sizes, unsigned most_workers,
                       ipc::RunState& state, const xlsx::ScratchMaker& make_scratch,
                       const Poll& poll);

}  // namespace paliad::extract
