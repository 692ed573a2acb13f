// The leader's and the parallel workers' side of reading sheets.
// Happy path: the leader reads the rows of large tables as blocks, which workers write; then leader
// and workers each take whole small tables; each worker sends one report with its parts.
// Hard cases: no worker can be started: the leader reads alone. A block holds one very long row:
// the leader writes it itself. A worker fails: ParallelTeam throws its error.
#include "backend/extract/parallel_extractor.hpp"

#include "backend/extract/sheet_extractor.hpp"
#include "backend/ipc/row_block_ring.hpp"
#include "backend/postgres/parallel_team.hpp"
#include "backend/settings.hpp"
#include "core/base/processors.hpp"
#include "core/messages/worker_messages.hpp"

#include <map>

namespace paliad::extract {

namespace {

using sheet::SheetParts;

constexpr const char* scratch_name = "scratch file of the backup";

std::unique_ptr<ScratchFile> make_file(const xlsx::ScratchMaker& make_scratch) {
  return std::make_unique<ScratchFile>(make_scratch(), scratch_name);
}

constexpr std::uint64_t rows_per_page = xlsx::xlsx_max_rows - 1;

// Writes blocks of any sheets, with one encoder for each sheet.
class QueuedBlockWriter {
public:
  QueuedBlockWriter(const std::vector<sheet::SheetToRead>& sheets, ScratchFile& scratch,
                    const Poll& poll)
      : sheets_(sheets), writer_(scratch, poll) {}

  sheet::BlockParts write(ipc::RowBlockRing& ring, const ipc::QueuedBlock& queued) {
    const sheet::SheetToRead& sheet = sheets_.at(queued.sheet);
    auto& encoder = encoders_.try_emplace(queued.sheet, sheet.info, sheet.frame).first->second;
    ipc::RowBlockRing::Turn turn(ring, queued.turn);
    return writer_.write(encoder, queued.block, turn);
  }

  // Writes the oldest block that nobody has taken; false where there is none.
  bool write_next(ipc::RowBlockRing& ring) {
    ipc::QueuedBlock queued;
    if (!ring.take(queued)) return false;
    ring.complete(write(ring, queued));
    return true;
  }

  const std::map<std::uint32_t, sheet::BlockEncoder>& encoders() const { return encoders_; }

private:
  const std::vector<sheet::SheetToRead>& sheets_;
  sheet::BlockWriter writer_;
  std::map<std::uint32_t, sheet::BlockEncoder> encoders_;
};

// The leader's side of the sheets that are split into blocks.
class Producer {
public:
  // `files` has the leader's scratch file, then the workers'.
  Producer(void* ring, const std::vector<sheet::SheetToRead>& sheets,
           const std::vector<std::unique_ptr<ScratchFile>>& files, const Poll& poll)
      : ring_(ring, 0, poll), sheets_(sheets), files_(files), writer_(sheets, *files.front(), poll),
        blocks_([this](const sheet::RowBlock& block) { enqueue(block); }, rows_per_page,
                sheet::row_block_bytes) {}

  void read(std::size_t sheet, RowProgress& progress) {
    sheet_ = static_cast<std::uint32_t>(sheet);
    read_sheet(sheets_.at(sheet), blocks_, progress);
  }

  // Waits until every block is written.
  void finish() {
    ring_.close();
    while (write_or_wait()) collect();
    for (const auto& [sheet, encoder] : writer_.encoders()) add(sheet, encoder.losses());
  }

  void add(std::size_t sheet, const std::vector<xlsx::CellLosses>& losses) {
    assemblies_[sheet].add(losses);
  }

  SheetParts take(std::size_t sheet) { return assemblies_[sheet].finish(); }

private:
  // Where no slot is free the leader writes blocks too. It writes a block that is too large for a
  // slot itself.
  void enqueue(const sheet::RowBlock& block) {
    for (;;) {
      collect();
      if (block.long_row != nullptr) return write_alone(block);
      if (ring_.enqueue(sheet_, block)) return;
      (void)write_or_wait();
    }
  }

  // Writes the oldest block, or waits until somebody has written one; false when all are written.
  // Where as many processes write as there are processors the leader waits: it would only slow them
  // down, and it must be free to read.
  bool write_or_wait() {
    if (ring_.writers() < processors_ && writer_.write_next(ring_)) return true;
    return ring_.wait_for_written();
  }

  // Writes the queued blocks first: this block's turn comes after theirs, and perhaps no worker
  // takes them.
  void write_alone(const sheet::RowBlock& block) {
    while (writer_.write_next(ring_)) collect();
    const ipc::QueuedBlock kept = ring_.keep(sheet_, block);
    assemblies_[sheet_].add(block.place, writer_.write(ring_, kept), *files_.front());
  }

  void collect() {
    for (ipc::WrittenBlock written; ring_.collect(written);)
      assemblies_[written.sheet].add(written.place, written.parts, *files_.at(written.writer));
  }

  const unsigned processors_ = usable_processors();
  ipc::RowBlockRing ring_;
  const std::vector<sheet::SheetToRead>& sheets_;
  const std::vector<std::unique_ptr<ScratchFile>>& files_;
  QueuedBlockWriter writer_;
  std::map<std::size_t, sheet::SheetAssembly> assemblies_;
  std::uint32_t sheet_ = 0;
  sheet::RowBlocks blocks_;
};

// The leader's side of one run's reading.
class Leader {
public:
  Leader(const sheet::ReadingPlan& plan, SheetsRead& read, const xlsx::ScratchMaker& make_scratch,
         const Poll& poll, ipc::RunState& state)
      : plan_(plan), read_(read), make_scratch_(make_scratch), poll_(poll), state_(state),
        progress_(state) {
    read_.parts.resize(plan.sheets.size());
    read_.files.push_back(make_file(make_scratch_));
    writer_.emplace(*read_.files.front(), poll_);
  }

  void read_alone(const std::vector<std::size_t>& sheets) {
    for (const std::size_t sheet : sheets) read(sheet);
  }

  void read_with(unsigned workers) {
    if (workers == 0 || plan_.split.size() + plan_.shared.size() == 0) return;
    const unsigned slots = slots_for_each * (workers + 1);
    postgres::ParallelTeam team("paliad_backup_read_shares", static_cast<int>(workers),
                                task_for(workers),
                                {ipc::RowBlockRing::bytes(slots),
                                 [&](void* memory) { ipc::RowBlockRing::make(memory, slots); }});
    if (team.size() > 0)
      read_with(team);
    else
      for (const auto* sheets : {&plan_.split, &plan_.shared}) read_alone(*sheets);
    team.finish();
  }

private:
  // Slots of the ring for each process: enough for the writers to go on while the leader writes a
  // block too.
  static constexpr unsigned slots_for_each = 3;

  void read(std::size_t sheet) {
    read_.parts[sheet] = read_sheet(plan_.sheets[sheet], *writer_, progress_);
  }

  void read_with(postgres::ParallelTeam& team) {
    Producer producer(team.common(), plan_.sheets, read_.files, poll_);
    for (const std::size_t sheet : plan_.split) producer.read(sheet, progress_);
    producer.finish();
    for (auto i = team.take(); i < plan_.shared.size(); i = team.take()) read(plan_.shared[i]);
    for (int worker = 0; worker < team.size(); ++worker) collect(team, worker, producer);
    for (const std::size_t sheet : plan_.split) read_.parts[sheet] = producer.take(sheet);
  }

  std::string task_for(unsigned workers) {
    messages::ReadingTask task{plan_.sheets, plan_.shared, {}, state_.handle()};
    for (unsigned i = 0; i < workers; ++i) {
      read_.files.push_back(make_file(make_scratch_));
      task.files.push_back({MyProcPid, read_.files.back()->fd()});
    }
    return messages::task_text(task);
  }

  void collect(postgres::ParallelTeam& team, int worker, Producer& producer) {
    const ScratchFile& file = *read_.files[static_cast<std::size_t>(worker) + 1];
    messages::WorkerReport report = messages::parse_report(team.report(worker, poll_), file);
    for (auto& [sheet, parts] : report.sheets) read_.parts.at(sheet) = std::move(parts);
    for (const auto& [sheet, losses] : report.losses) producer.add(sheet, losses);
  }

  const sheet::ReadingPlan& plan_;
  SheetsRead& read_;
  const xlsx::ScratchMaker& make_scratch_;
  const Poll& poll_;
  ipc::RunState& state_;
  RowProgress progress_;
  std::optional<sheet::SheetWriter> writer_;
};

// A worker's work: writes blocks where there are any, else reads a whole sheet.
messages::WorkerReport work(postgres::ParallelWorker& worker, const messages::ReadingTask& task,
                            ScratchFile& scratch, RowProgress& progress) {
  const Poll poll = postgres::check_interrupts;
  ipc::RowBlockRing ring(worker.common(), static_cast<std::uint32_t>(worker.number()) + 1, poll);
  QueuedBlockWriter queued(task.sheets, scratch, poll);
  sheet::SheetWriter writer(scratch, poll);
  messages::WorkerReport report;
  bool more = true;
  do {
    if (queued.write_next(ring)) continue;
    const std::uint32_t next = worker.take();
    if (next < task.shares.size()) {
      const std::size_t sheet = task.shares[next];
      report.sheets.emplace_back(sheet, read_sheet(task.sheets.at(sheet), writer, progress));
    } else {
      more = ring.wait_for_block();
    }
  } while (more);
  for (const auto& [sheet, encoder] : queued.encoders())
    report.losses.emplace_back(sheet, encoder.losses());
  return report;
}

void read_shares(dsm_segment* segment, shm_toc* toc) {
  const WorkerReadingScope reading;
  postgres::ParallelWorker worker(segment, toc);
  const messages::ReadingTask task = messages::parse_task(worker.task());
  const messages::SharedFile& file = task.files.at(static_cast<std::size_t>(worker.number()));
  ScratchFile scratch(open_of_process(file.process, file.fd, scratch_name), scratch_name);
  auto state = ipc::RunState::attach(task.run_state);
  if (!state) return;  // the leader has ended
  RowProgress progress(*state);
  worker.report(messages::report_text(work(worker, task, scratch, progress)));
}

}  // namespace

SheetsRead read_sheets(const model::BundleInfo& info, const xlsx::WorkbookFrame& frame,
                       const std::vector<sheet::SheetSize>& sizes, unsigned most_workers,
                       ipc::RunState& state, const xlsx::ScratchMaker& make_scratch,
                       const Poll& poll) {
  // With a rate limit one process reads alone, because processes can't share the limit.
  const unsigned workers =
      settings::rate_limit() > 0 ? 0 : sheet::worthwhile_workers(sizes, most_workers);
  const sheet::ReadingPlan plan = sheet::plan_reading(info, frame, sizes, workers);
  SheetsRead read;
  Leader leader(plan, read, make_scratch, poll, state);
  leader.read_alone(plan.alone);
  leader.read_with(workers);
  return read;
}

}  // namespace paliad::extract

extern "C" {
PGDLLEXPORT void paliad_backup_read_shares(dsm_segment* segment, shm_toc* toc);

void paliad_backup_read_shares(dsm_segment* segment, shm_toc* toc) {
  paliad::postgres::serve([&]() { paliad::extract::read_shares(segment, toc); });
}
}
