#include "backend/postgres/worker.hpp"

#include "backend/postgres/deadline.hpp"
#include "backend/postgres/latch.hpp"
#include "backend/postgres/untrusted_code.hpp"
#include "core/codes/codes.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

namespace paliad::postgres {

namespace {

constexpr const char* library = "paliad_backup";

BackgroundWorker describe_worker(const char* name, const char* function, Datum argument) {
  BackgroundWorker worker{};
  worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
  worker.bgw_start_time = BgWorkerStart_ConsistentState;
  worker.bgw_restart_time = BGW_NEVER_RESTART;
  snprintf(worker.bgw_library_name, sizeof worker.bgw_library_name, "%s", library);
  snprintf(worker.bgw_function_name, sizeof worker.bgw_function_name, "%s", function);
  snprintf(worker.bgw_name, sizeof worker.bgw_name, "%s", name);
  snprintf(worker.bgw_type, sizeof worker.bgw_type, "%s", name);
  worker.bgw_main_arg = argument;
  worker.bgw_notify_pid = MyProcPid;
  return worker;
}

// SIGTERM's handler. Ending at once would leave rows of the catalog unwritten; setting only a flag
// would not end a wait. So it also cancels what runs, except under a deadline: there code that
// others wrote runs, which gets a moment to end by itself.
extern "C" void end_worker(int) {
  const int saved_errno = errno;
  ShutdownRequestPending = 1;
  if (!Deadline::active()) QueryCancelPending = 1;
  InterruptPending = 1;
  SetLatch(MyLatch);
  errno = saved_errno;
}

// Allocates the handle in TopMemoryContext, so that it outlives the transaction.
bool register_worker(BackgroundWorker* worker, BackgroundWorkerHandle** handle) {
  MemoryContext outer = MemoryContextSwitchTo(TopMemoryContext);
  const bool done = RegisterDynamicBackgroundWorker(worker, handle);
  MemoryContextSwitchTo(outer);
  return done;
}

}  // namespace

BackgroundWorkerHandle* start_worker(const char* name, const char* function, Datum argument,
                                     Oid database) {
  BackgroundWorker worker = describe_worker(name, function, argument);
  std::memcpy(worker.bgw_extra, &database, sizeof database);
  BackgroundWorkerHandle* handle = nullptr;
  pid_t pid = 0;
  const BgwHandleStatus status = call_backend([&]() {
    if (!register_worker(&worker, &handle)) return BGWH_NOT_YET_STARTED;
    return WaitForBackgroundWorkerStartup(handle, &pid);
  });
  if (handle == nullptr)
    throw Error(
        sqlstate::insufficient_resources, codes::coded("no_worker_slot", {{"process", name}}), {},
        "Raise max_worker_processes (it needs a restart), or wait until other workers end.");
  if (status == BGWH_POSTMASTER_DIED)
    throw Error(sqlstate::object_not_in_prerequisite_state, "the postmaster has died");
  return handle;
}

WorkerHandle::~WorkerHandle() {
  constexpr int most_waits = 300;
  pid_t pid = 0;
  if (worker_ == nullptr) return;
  for (int i = 0; waits_ && i < most_waits; ++i) {
    if (GetBackgroundWorkerPid(worker_, &pid) != BGWH_STARTED) break;
    sleep_uninterrupted(1);
  }
  pfree(worker_);
}

BackgroundWorkerHandle* launch_worker(const char* name, const char* function, Datum argument,
                                      const std::string& database) {
  BackgroundWorker worker = describe_worker(name, function, argument);
  strlcpy(worker.bgw_extra, database.c_str(), sizeof worker.bgw_extra);
  BackgroundWorkerHandle* handle = nullptr;
  const bool registered = call_backend([&]() { return register_worker(&worker, &handle); });
  return registered ? handle : nullptr;
}

bool has_ended(BackgroundWorkerHandle* worker) {
  return call_backend([&]() {
    pid_t pid = 0;
    const BgwHandleStatus status = GetBackgroundWorkerPid(worker, &pid);
    if (status != BGWH_STOPPED && status != BGWH_POSTMASTER_DIED) return false;
    pfree(worker);
    return true;
  });
}

void register_static_worker(const char* name, const char* function) {
  BackgroundWorker worker = describe_worker(name, function, 0);
  worker.bgw_flags = BGWORKER_SHMEM_ACCESS;
  worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
  worker.bgw_restart_time = 10;
  worker.bgw_notify_pid = 0;
  RegisterBackgroundWorker(&worker);
}

namespace {

void unblock_signals() {
  pqsignal(SIGTERM, end_worker);
  pqsignal(SIGHUP, SignalHandlerForConfigReload);
  BackgroundWorkerUnblockSignals();
  guard_this_process();
}

}  // namespace

void connect_launched_worker() {
  unblock_signals();
  call_backend(
      []() { BackgroundWorkerInitializeConnection(MyBgworkerEntry->bgw_extra, nullptr, 0); });
}

void begin_static_worker() {
  pqsignal(SIGTERM, SignalHandlerForShutdownRequest);
  pqsignal(SIGHUP, SignalHandlerForConfigReload);
  // The postmaster sends SIGUSR1 when a worker that this one started ends. By default a worker
  // without a database ignores that signal.
  pqsignal(SIGUSR1, procsignal_sigusr1_handler);
  BackgroundWorkerUnblockSignals();
}

void connect_worker() {
  unblock_signals();
  Oid database = InvalidOid;
  std::memcpy(&database, MyBgworkerEntry->bgw_extra, sizeof database);
  call_backend([&]() { BackgroundWorkerInitializeConnectionByOid(database, InvalidOid, 0); });
}

bool is_own_worker() noexcept {
  return MyBgworkerEntry != nullptr && std::strcmp(MyBgworkerEntry->bgw_library_name, library) == 0;
}

bool shutdown_requested() noexcept { return ShutdownRequestPending != 0; }

bool try_for(long milliseconds, const std::function<bool()>& attempt) {
  constexpr long pause = 20;
  const TimestampTz last = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), milliseconds);
  while (!attempt()) {
    if (GetCurrentTimestamp() >= last) return false;
    (void)wait_for_latch_or_reload(pause);
  }
  return true;
}

bool interrupt_pending() noexcept {
  return QueryCancelPending != 0 || ProcDiePending != 0 || ProcSignalBarrierPending != 0;
}

void sleep_uninterrupted(long milliseconds) noexcept { pg_usleep(milliseconds * 1000); }

void report_activity(const std::string& what) {
  const char* text = what.c_str();
  call_backend([&]() { pgstat_report_activity(STATE_RUNNING, text); });
}

}  // namespace paliad::postgres
