// The messages between a leader and its parallel workers, as JSON: the task, and each worker's
// report. Plain.
#pragma once

#include "core/sheet/work_plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace paliad::messages {

// A file that the leader holds open, for a worker to open too (core/base/file.hpp,
// open_of_process()).
struct SharedFile {
  int process = 0;  // its id
  int fd = -1;      // in that process
};

struct ReadingTask {
  std::vector<sheet::SheetToRead> sheets;
  std::vector<std::size_t> shares;  // the indexes of sheets to be read as a whole
  std::vector<SharedFile> files;    // one for each worker
  std::uint32_t run_state = 0;      // the handle of the run's state
};

// Of a sheet's info only its name, relation, query and columns are sent.
std::string task_text(const ReadingTask& task);
// Throws Error(internal_error) where the text is no such task.
ReadingTask parse_task(const std::string& text);

// What a worker has done, besides the blocks that it returned through the ring. The numbers are
// indexes of sheets.
struct WorkerReport {
  std::vector<std::pair<std::size_t, sheet::SheetParts>> sheets;  // read as a whole
  // For sheets that were split into blocks: the losses, by column, of the blocks that it wrote.
  std::vector<std::pair<std::size_t, std::vector<xlsx::CellLosses>>> losses;
};

std::string report_text(const WorkerReport& report);
// The parts lie in `scratch`, which must outlive them. Throws Error(internal_error) where the text
// is no such report.
WorkerReport parse_report(const std::string& text, const ScratchFile& scratch);

}  // namespace paliad::messages
