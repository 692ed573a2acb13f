// What a leader and its parallel workers tell each other, as JSON: the task, and each worker's
// report. Plain.
#pragma once

#include "core/sheet/work_plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace paliad::messages {

// A file that the leader holds open, for a worker to open by itself.
struct SharedFile {
  int process = 0;  // its id
  int fd = -1;      // in that process
};

struct ReadingTask {
  std::vector<sheet::SheetToRead> sheets;
  std::vector<std::size_t> shares;  // sheets to be read as a whole
  std::vector<SharedFile> files;    // one for each worker
  std::uint32_t run_state = 0;      // the handle of the run's state
};

std::string task_text(const ReadingTask& task);
// Throws Error(internal_error) for what is none.
ReadingTask parse_task(const std::string& text);

// What a worker has done besides the blocks it brought back. Sheets are named by their place.
struct WorkerReport {
  std::vector<std::pair<std::size_t, sheet::SheetParts>> sheets;  // read as a whole
  // Of sheets that were split into blocks: what cells could not hold in the blocks it wrote.
  std::vector<std::pair<std::size_t, std::vector<xlsx::CellLosses>>> losses;
};

std::string report_text(const WorkerReport& report);
// The parts lie in `scratch`. Throws Error(internal_error) for what is none.
WorkerReport parse_report(const std::string& text, const ScratchFile& scratch);

}  // namespace paliad::messages
