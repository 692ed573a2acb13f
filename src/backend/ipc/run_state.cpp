#include "backend/ipc/run_state.hpp"

#include "backend/postgres/shared_memory.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <new>
#include <utility>

namespace paliad::ipc {

struct RunStateShared {
  std::uint64_t magic;
  char id[37];
  Instant started_at;
  pg_atomic_uint32 phase;
  pg_atomic_uint64 sheets;
  pg_atomic_uint64 rows_expected;
  pg_atomic_uint64 rows_done;
  pg_atomic_uint64 bytes;

  slock_t lock;  // for what follows; held for a few instructions
  char sheet[256];
  pid_t session;
  bool open;
  bool canceled;
  char canceled_by[256];
};

namespace {

constexpr std::uint64_t run_state_magic = 0x7061'6c69'6164'0001;

RunStateShared* shared_of(dsm_segment* segment) {
  return static_cast<RunStateShared*>(dsm_segment_address(segment));
}

bool is_run_state(dsm_segment* segment) {
  return dsm_segment_map_length(segment) >= sizeof(RunStateShared) &&
         shared_of(segment)->magic == run_state_magic;
}

}  // namespace

RunState RunState::create(const std::string& id, Instant started_at) {
  RunState state(postgres::call_backend([]() { return dsm_create(sizeof(RunStateShared), 0); }));
  new (state.shared_) RunStateShared{};
  RunStateShared* const shared = state.shared_;
  postgres::copy_text(shared->id, sizeof shared->id, id);
  shared->started_at = started_at;
  pg_atomic_init_u32(&shared->phase, static_cast<std::uint32_t>(RunPhase::beginning));
  pg_atomic_init_u64(&shared->sheets, 0);
  pg_atomic_init_u64(&shared->rows_expected, 0);
  pg_atomic_init_u64(&shared->rows_done, 0);
  pg_atomic_init_u64(&shared->bytes, 0);
  SpinLockInit(&shared->lock);
  shared->session = MyProcPid;
  shared->open = true;
  pg_write_barrier();
  shared->magic = run_state_magic;
  return state;
}

std::optional<RunState> RunState::attach(std::uint32_t handle) {
  dsm_segment* segment = postgres::call_backend([&]() { return dsm_attach(handle); });
  if (segment == nullptr) return std::nullopt;
  RunState state(segment);
  if (!is_run_state(segment)) return std::nullopt;
  return state;
}

RunState::RunState(dsm_segment* segment) : segment_(segment), shared_(shared_of(segment)) {}

RunState::RunState(RunState&& other) noexcept
    : segment_(std::exchange(other.segment_, nullptr)), shared_(other.shared_) {}

RunState::~RunState() {
  if (segment_ != nullptr) dsm_detach(segment_);
}

std::uint32_t RunState::handle() const noexcept { return dsm_segment_handle(segment_); }

void RunState::enter(RunPhase phase) noexcept {
  pg_atomic_write_u32(&shared_->phase, static_cast<std::uint32_t>(phase));
}

void RunState::expect(std::uint64_t sheets, std::uint64_t rows) noexcept {
  pg_atomic_write_u64(&shared_->sheets, sheets);
  pg_atomic_write_u64(&shared_->rows_expected, rows);
}

void RunState::begin_sheet(const std::string& sheet) noexcept {
  SpinLockAcquire(&shared_->lock);
  postgres::copy_text(shared_->sheet, sizeof shared_->sheet, sheet);
  SpinLockRelease(&shared_->lock);
}

void RunState::add(std::uint64_t rows, std::uint64_t bytes) noexcept {
  pg_atomic_fetch_add_u64(&shared_->rows_done, static_cast<std::int64_t>(rows));
  pg_atomic_fetch_add_u64(&shared_->bytes, static_cast<std::int64_t>(bytes));
}

std::optional<std::string> RunState::close() noexcept {
  SpinLockAcquire(&shared_->lock);
  shared_->open = false;
  const bool canceled = shared_->canceled;
  SpinLockRelease(&shared_->lock);
  if (!canceled) return std::nullopt;
  return std::string(shared_->canceled_by);
}

RunProgress RunState::progress() const {
  RunProgress progress;
  progress.id = shared_->id;
  progress.phase = static_cast<RunPhase>(pg_atomic_read_u32(&shared_->phase));
  progress.sheets = pg_atomic_read_u64(&shared_->sheets);
  progress.rows_expected = pg_atomic_read_u64(&shared_->rows_expected);
  progress.rows_done = pg_atomic_read_u64(&shared_->rows_done);
  progress.bytes = pg_atomic_read_u64(&shared_->bytes);
  progress.started_at = shared_->started_at;
  char sheet[sizeof shared_->sheet];
  SpinLockAcquire(&shared_->lock);
  std::memcpy(sheet, shared_->sheet, sizeof sheet);
  SpinLockRelease(&shared_->lock);
  progress.sheet = sheet;
  return progress;
}

bool RunState::cancel(const std::string& by) noexcept {
  // The memory stays while this process is attached, but the session may have ended: its process id
  // may belong to a foreign process by now.
  if (BackendPidGetProc(shared_->session) == nullptr) return false;
  char name[sizeof shared_->canceled_by];
  postgres::copy_text(name, sizeof name, by);
  // The signal is sent under the lock, which close() needs: so it never hits what the session does
  // after the run.
  SpinLockAcquire(&shared_->lock);
  const bool open = shared_->open;
  if (open && !shared_->canceled) {
    shared_->canceled = true;
    std::memcpy(shared_->canceled_by, name, sizeof name);
  }
  if (open) (void)kill(shared_->session, SIGINT);
  SpinLockRelease(&shared_->lock);
  return open;
}

}  // namespace paliad::ipc
