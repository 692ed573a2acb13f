#include "backend/postgres/parallel_team.hpp"

#include "backend/postgres/compat.hpp"
#include "backend/postgres/latch.hpp"
#include "core/codes/codes.hpp"

#include <cstring>

namespace paliad::postgres {

// What lies in the parallel context's shared memory, besides the queues.
struct Shared {
  pg_atomic_uint32 next;
  std::size_t task_bytes;
  char task[FLEXIBLE_ARRAY_MEMBER];
};

namespace {

constexpr uint64 key_shared = 1;
constexpr uint64 key_queues = 2;
constexpr uint64 key_common = 3;
constexpr Size report_queue_size = 65'536;

Size shared_size(std::size_t task_bytes) { return offsetof(Shared, task) + task_bytes; }

Size queues_size(int count) { return mul_size(report_queue_size, static_cast<Size>(count)); }

void estimate(ParallelContext* context, std::size_t task_bytes, std::size_t common_bytes) {
  shm_toc_estimate_chunk(&context->estimator, shared_size(task_bytes));
  shm_toc_estimate_chunk(&context->estimator, queues_size(context->nworkers));
  shm_toc_estimate_chunk(&context->estimator, common_bytes);
  shm_toc_estimate_keys(&context->estimator, 3);
}

Shared* share_task(ParallelContext* context, const char* task, std::size_t task_bytes) {
  auto* shared = static_cast<Shared*>(shm_toc_allocate(context->toc, shared_size(task_bytes)));
  pg_atomic_init_u32(&shared->next, 0);
  shared->task_bytes = task_bytes;
  std::memcpy(shared->task, task, task_bytes);
  shm_toc_insert(context->toc, key_shared, shared);
  return shared;
}

// A queue for each worker's report; the leader listens to all.
shm_mq_handle** open_queues(ParallelContext* context) {
  auto* space = static_cast<char*>(shm_toc_allocate(context->toc, queues_size(context->nworkers)));
  auto** queues = static_cast<shm_mq_handle**>(
      palloc0(sizeof(shm_mq_handle*) * (static_cast<Size>(context->nworkers) + 1)));
  for (int i = 0; i < context->nworkers; ++i) {
    shm_mq* queue = shm_mq_create(space + queues_size(i), report_queue_size);
    shm_mq_set_receiver(queue, MyProc);
    queues[i] = shm_mq_attach(queue, context->seg, nullptr);
  }
  shm_toc_insert(context->toc, key_queues, space);
  return queues;
}

void launch(ParallelContext* context, shm_mq_handle** queues) {
  LaunchParallelWorkers(context);
  for (int i = 0; i < context->nworkers_launched; ++i)
    shm_mq_set_handle(queues[i], context->worker[i].bgwhandle);
}

}  // namespace

ParallelTeam::ParallelTeam(const char* function, int most, const std::string& task,
                           const Common& common) {
  call_backend([&]() {
    EnterParallelMode();
    context_ = CreateParallelContext("paliad_backup", function, most);
    estimate(context_, task.size(), common.bytes);
    InitializeParallelDSM(context_);
    // Where there is no dynamic shared memory the server sets the number of workers to 0.
    if (context_->nworkers == 0) return;
    shared_ = share_task(context_, task.data(), task.size());
    common_ = shm_toc_allocate(context_->toc, common.bytes);
    common.make(common_);
    shm_toc_insert(context_->toc, key_common, common_);
    queues_ = open_queues(context_);
    launch(context_, queues_);
  });
}

int ParallelTeam::size() const noexcept { return context_->nworkers_launched; }

std::uint32_t ParallelTeam::take() noexcept { return pg_atomic_fetch_add_u32(&shared_->next, 1); }

void* ParallelTeam::common() const noexcept { return common_; }

std::string ParallelTeam::report(int worker, const std::function<void()>& poll) {
  Size size = 0;
  void* data = nullptr;
  for (;;) {
    const shm_mq_result result =
        call_backend([&]() { return shm_mq_receive(queues_[worker], &size, &data, true); });
    if (result == SHM_MQ_SUCCESS) return {static_cast<const char*>(data), size};
    // Waiting for the workers raises the worker's own error, which says more than ours below.
    if (result == SHM_MQ_DETACHED)
      call_backend([&]() { WaitForParallelWorkersToFinish(context_); });
    if (result == SHM_MQ_DETACHED)
      throw Error(
          sqlstate::object_not_in_prerequisite_state,
          codes::coded("worker_ended",
                       {{"message", "a parallel worker of this backup ended without its report"}}),
          {}, "The server's log says why; then run the backup again.");
    wait_for_latch(poll_interval_milliseconds);
    poll();
  }
}

void ParallelTeam::finish() {
  call_backend([&]() {
    WaitForParallelWorkersToFinish(context_);
    DestroyParallelContext(context_);
    ExitParallelMode();
  });
}

ParallelWorker::ParallelWorker(dsm_segment* segment, shm_toc* toc) {
  call_backend([&]() {
    shared_ = static_cast<Shared*>(shm_toc_lookup(toc, key_shared, false));
    common_ = shm_toc_lookup(toc, key_common, false);
    auto* space = static_cast<char*>(shm_toc_lookup(toc, key_queues, false));
    auto* queue = reinterpret_cast<shm_mq*>(space + queues_size(number()));
    shm_mq_set_sender(queue, MyProc);
    queue_ = shm_mq_attach(queue, segment, nullptr);
  });
}

int ParallelWorker::number() const noexcept { return ParallelWorkerNumber; }

std::string ParallelWorker::task() const { return {shared_->task, shared_->task_bytes}; }

std::uint32_t ParallelWorker::take() noexcept { return pg_atomic_fetch_add_u32(&shared_->next, 1); }

void* ParallelWorker::common() const noexcept { return common_; }

void ParallelWorker::report(const std::string& text) {
  call_backend([&]() { (void)compat_shm_mq_send(queue_, text.size(), text.data()); });
}

}  // namespace paliad::postgres
