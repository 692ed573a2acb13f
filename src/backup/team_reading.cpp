#include "backup/team_reading.hpp"

#include "backup/reading.hpp"
#include "backup/reading_task.hpp"
#include "postgres/parallel_team.hpp"

namespace paliad::backup {

namespace {

using bundle::ScratchFile;
using bundle::SheetParts;

constexpr const char* scratch_name = "scratch file of the backup";

std::unique_ptr<ScratchFile> make_file(const bundle::ScratchMaker& make_scratch) {
  return std::make_unique<ScratchFile>(make_scratch(), scratch_name);
}

// Puts shares together again.
class Parts {
public:
  explicit Parts(std::size_t sheets) : parts_(sheets), seen_(sheets) {}

  void add(const Share& share, SheetParts&& made) {
    SheetParts& parts = parts_[share.sheet];
    if (!seen_[share.sheet]) parts.rows = made.rows;
    seen_[share.sheet] = true;
    join(parts, std::move(made), share.formats);
  }
  std::vector<SheetParts> take() { return std::move(parts_); }

private:
  std::vector<SheetParts> parts_;
  std::vector<bool> seen_;
};

// One run's reading, on the leader's side.
class Leader {
public:
  Leader(const ReadingPlan& plan, SheetsRead& read, const bundle::ScratchMaker& make_scratch,
         const Poll& poll, postgres::RunState& state)
      : plan_(plan), read_(read), make_scratch_(make_scratch), poll_(poll), state_(state),
        parts_(plan.sheets.size()) {
    read_.files.push_back(make_file(make_scratch_));
    writer_.emplace(*read_.files.front(), poll_);
  }

  void read_alone() {
    RowMeter meter(state_, 1);
    for (const Share& share : plan_.alone) read(share, meter);
  }

  void read_with(unsigned workers) {
    if (workers == 0 || plan_.shared.empty()) return;
    postgres::ParallelTeam team("paliad_backup_read_shares", static_cast<int>(workers),
                                task_for(workers));
    RowMeter meter(state_, static_cast<std::size_t>(team.size()) + 1);
    if (team.size() == 0) {
      for (const Share& share : plan_.shared) read(share, meter);
    } else {
      for (auto i = team.take(); i < plan_.shared.size(); i = team.take())
        read(plan_.shared[i], meter);
    }
    for (int worker = 0; worker < team.size(); ++worker) collect(team, worker);
    team.finish();
  }

  std::vector<SheetParts> take() { return parts_.take(); }

private:
  void read(const Share& share, RowMeter& meter) {
    parts_.add(share, read_sheet(plan_.sheets[share.sheet], share.formats, *writer_, meter));
  }

  std::string task_for(unsigned workers) {
    ReadingTask task{plan_.sheets, plan_.shared, {}, state_.handle()};
    for (unsigned i = 0; i < workers; ++i) {
      read_.files.push_back(make_file(make_scratch_));
      task.files.push_back({MyProcPid, read_.files.back()->fd()});
    }
    return task_text(task);
  }

  void collect(postgres::ParallelTeam& team, int worker) {
    const ScratchFile& file = *read_.files[static_cast<std::size_t>(worker) + 1];
    for (auto& [share, parts] : parse_report(team.report(worker, poll_), file))
      parts_.add(plan_.shared.at(share), std::move(parts));
  }

  const ReadingPlan& plan_;
  SheetsRead& read_;
  const bundle::ScratchMaker& make_scratch_;
  const Poll& poll_;
  postgres::RunState& state_;
  Parts parts_;
  std::optional<bundle::SheetWriter> writer_;
};

// A worker's part of it.
void read_shares(dsm_segment* segment, shm_toc* toc) {
  const WorkerReadingScope reading;
  postgres::ParallelSeat seat(segment, toc);
  const ReadingTask task = parse_task(seat.task());
  const SharedFile& file = task.files.at(static_cast<std::size_t>(seat.number()));
  ScratchFile scratch(open_of_process(file.process, file.fd, scratch_name), scratch_name);
  bundle::SheetWriter writer(scratch, postgres::check_interrupts);
  auto state = postgres::RunState::attach(task.run_state);
  if (!state) return;  // the leader has ended
  RowMeter meter(*state, task.files.size() + 1);
  std::vector<ShareResult> results;
  for (auto i = seat.take(); i < task.shares.size(); i = seat.take()) {
    const Share& share = task.shares[i];
    results.emplace_back(i, read_sheet(task.sheets.at(share.sheet), share.formats, writer, meter));
  }
  seat.report(report_text(results));
}

}  // namespace

SheetsRead read_sheets(const bundle::BundleInfo& info, const bundle::WorkbookFrame& frame,
                       const std::vector<SheetSize>& sizes, unsigned most_workers,
                       postgres::RunState& state, const bundle::ScratchMaker& make_scratch,
                       const Poll& poll) {
  const unsigned workers = worthwhile_workers(sizes, most_workers);
  const ReadingPlan plan = plan_reading(info, frame, sizes, workers);
  SheetsRead read;
  Leader leader(plan, read, make_scratch, poll, state);
  leader.read_alone();
  leader.read_with(workers);
  read.parts = leader.take();
  return read;
}

}  // namespace paliad::backup

extern "C" {
PGDLLEXPORT void paliad_backup_read_shares(dsm_segment* segment, shm_toc* toc);

void paliad_backup_read_shares(dsm_segment* segment, shm_toc* toc) {
  paliad::postgres::serve([&]() { paliad::backup::read_shares(segment, toc); });
}
}
