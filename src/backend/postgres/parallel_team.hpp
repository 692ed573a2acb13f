// Several processes that share one task, with the server's parallel context (access/parallel.h):
// the workers have the leader's snapshot, settings and role, and end with the leader.
#pragma once

#include "backend/postgres/valves.hpp"

#include <functional>
#include <string>

namespace paliad::postgres {

// The leader's side. From its construction to finish() the process is in parallel mode: it can
// neither write nor change a setting. The destructor does nothing: without finish() an error is
// being thrown, and the abort of the (sub)transaction ends the workers and the mode.
class ParallelTeam {
public:
  // Memory that all processes use: its size in bytes, and the function that initializes it (C code
  // that raises no ERROR).
  struct Common {
    std::size_t bytes = 0;
    std::function<void(void*)> make;
  };

  // Starts up to `most` workers. Each calls `function`, the name of a C function of this library
  // that makes a ParallelWorker. All share `task`, a counter and `common`. Throws Error.
  ParallelTeam(const char* function, int most, const std::string& task, const Common& common);
  ParallelTeam(const ParallelTeam&) = delete;
  ParallelTeam& operator=(const ParallelTeam&) = delete;

  // How many workers were started: fewer than `most`, or none, where the server has no free slots.
  int size() const noexcept;

  // The counter's next number, from 0: each is given once, to the leader or to one worker. Only
  // where size() is not 0.
  std::uint32_t take() noexcept;
  // May be null where size() is 0.
  void* common() const noexcept;

  // Waits for the report of worker number `worker`; `poll` is called now and then. Throws Error
  // where the worker failed, what `poll` throws.
  std::string report(int worker, const std::function<void()>& poll);

  // Call it after all reports: ends the workers and parallel mode. Throws Error where one failed.
  void finish();

private:
  ParallelContext* context_ = nullptr;
  struct Shared* shared_ = nullptr;
  void* common_ = nullptr;
  shm_mq_handle** queues_ = nullptr;
};

// A worker's side, used inside the function that the team named.
class ParallelWorker {
public:
  // Takes that function's arguments. Throws Error.
  ParallelWorker(dsm_segment* segment, shm_toc* toc);

  // The worker's number, from 0.
  int number() const noexcept;
  std::string task() const;
  std::uint32_t take() noexcept;
  void* common() const noexcept;
  // Call it once, at the end. Throws Error on a cancel.
  void report(const std::string& text);

private:
  struct Shared* shared_ = nullptr;
  void* common_ = nullptr;
  shm_mq_handle* queue_ = nullptr;
};

}  // namespace paliad::postgres
