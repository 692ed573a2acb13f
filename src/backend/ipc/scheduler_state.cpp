#include "backend/ipc/scheduler_state.hpp"

#include "backend/postgres/compat.hpp"
#include "backend/postgres/shared_memory.hpp"
#include "backend/postgres/valves.hpp"

#include <csignal>
#include <cstring>

namespace paliad::ipc {

namespace {

constexpr std::size_t most_name =
    256;  // a name of 63 bytes in another encoding may be longer in UTF-8
constexpr std::size_t most_code = 64;
constexpr std::size_t most_reason = 512;

struct SharedDatabase {
  char name[most_name];
  char code[most_code];
  char reason[most_reason];
  Instant next_check;
  std::uint64_t checks;
};

struct SchedulerShared {
  slock_t lock;  // held for a few instructions
  int process;
  SharedDatabase databases[most_scheduled_databases];
};

SchedulerShared* shared = nullptr;
shmem_startup_hook_type startup_before = nullptr;

extern "C" void start_memory() {
  if (startup_before != nullptr) startup_before();
  bool found = false;
  LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
  shared = static_cast<SchedulerShared*>(
      ShmemInitStruct("paliad_backup scheduler", sizeof(SchedulerShared), &found));
  if (!found) {
    std::memset(static_cast<void*>(shared), 0, sizeof(SchedulerShared));
    SpinLockInit(&shared->lock);
  }
  LWLockRelease(AddinShmemInitLock);
}

}  // namespace

void request_scheduler_memory() {
  startup_before = shmem_startup_hook;
  shmem_startup_hook = start_memory;
  postgres::compat_request_shared_memory<sizeof(SchedulerShared)>();
}

bool has_scheduler_memory() noexcept { return shared != nullptr; }

void set_scheduler_process(int pid) noexcept { shared->process = pid; }

bool scheduler_runs() noexcept {
  return shared != nullptr && shared->process != 0 && ::kill(shared->process, 0) == 0;
}

void set_scheduled_database(int index, const ScheduledDatabase& database) noexcept {
  SharedDatabase copy{};
  postgres::copy_text(copy.name, sizeof copy.name, database.name);
  postgres::copy_text(copy.code, sizeof copy.code, database.reason.code);
  postgres::copy_text(copy.reason, sizeof copy.reason, database.reason.text);
  copy.next_check = database.next_check;
  copy.checks = database.checks;
  SpinLockAcquire(&shared->lock);
  shared->databases[index] = copy;
  SpinLockRelease(&shared->lock);
}

ScheduledDatabase scheduled_database(int index) {
  SpinLockAcquire(&shared->lock);
  const SharedDatabase copy = shared->databases[index];
  SpinLockRelease(&shared->lock);
  return {copy.name, copy.next_check, copy.checks, {copy.code, {}, {}, copy.reason}};
}

std::optional<ScheduledDatabase> find_scheduled_database(const std::string& name) {
  for (int index = 0; shared != nullptr && index < most_scheduled_databases; ++index)
    if (ScheduledDatabase database = scheduled_database(index); database.name == name)
      return database;
  return std::nullopt;
}

}  // namespace paliad::ipc
