// Reads all sheets, with this session and its parallel workers.
#pragma once

#include "backend/ipc/run_state.hpp"
#include "core/base/poll.hpp"
#include "core/base/scratch_file.hpp"
#include "core/sheet/work_plan.hpp"
#include "core/xlsx/xlsx_frame.hpp"

#include <memory>
#include <vector>

namespace paliad::extract {

// The parts of the sheets, in the sheets' order, and the scratch files in which they lie.
struct SheetsRead {
  std::vector<std::unique_ptr<ScratchFile>> files;
  std::vector<sheet::SheetParts> parts;
};

// Reads every sheet in the active snapshot, with up to `most_workers` parallel workers where they
// make it faster. The caller is in a ReadingScope. `frame` has a page, and `sizes` an element, for
// each sheet of `info`. Progress goes into `state`. The parts are the same however many processes
// read. Throws Error, what poll throws; then parallel mode may still be on, so the error must be
// thrown on to the end of the (sub)transaction.
SheetsRead read_sheets(const model::BundleInfo& info, const xlsx::WorkbookFrame& frame,
                       const std::vector<sheet::SheetSize>& sizes, unsigned most_workers,
                       ipc::RunState& state, const xlsx::ScratchMaker& make_scratch,
                       const Poll& poll);

}  // namespace paliad::extract
