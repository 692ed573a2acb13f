// Several processes at one piece of work, by the server's parallel context (access/parallel.h): the
// workers have the leader's snapshot, settings and role, and end with it.
#pragma once

#include "backend/postgres/valves.hpp"

#include <functional>
#include <string>

namespace paliad::postgres {

// The leader's side. While it lives nothing can be written and no setting changed: it is parallel
// mode. When it goes without finish(), an error is on its way, and the abort of the
// (sub)transaction ends the workers and the mode.
class ParallelTeam {
public:
  // Memory that all of them use: its size, and what makes it ready (C code that raises nothing).
  struct Common {
    std::size_t bytes = 0;
    std::function<void(void*)> make;
  };

  // Starts up to `most` workers; each calls `function`, a C function of this library that makes a
  // ParallelWorker. They share `task`, a counter and `common`. Throws Error.
  ParallelTeam(const char* function, int most, const std::string& task, const Common& common);
  ParallelTeam(const ParallelTeam&) = delete;
  ParallelTeam& operator=(const ParallelTeam&) = delete;

  // How many were started: fewer, or none, where the server has no room for more.
  int size() const noexcept;

  // The next number, from 0: each is given once, to the leader or to one worker.
  std::uint32_t take() noexcept;
  void* common() const noexcept;  // null where there are no workers

  // Waits for what a worker reports; `poll` is called now and then. Throws Error where the worker
  // failed, what `poll` throws.
  std::string report(int worker, const std::function<void()>& poll);

  // After all reports: ends the workers and the mode. Throws Error where one failed.
  void finish();

private:
  ParallelContext* context_ = nullptr;
  struct Shared* shared_ = nullptr;
  void* common_ = nullptr;
  shm_mq_handle** queues_ = nullptr;
};

// A worker's side, inside the function that it was started with.
class ParallelWorker {
public:
  ParallelWorker(dsm_segment* segment, shm_toc* toc);

  // From 0.
  int number() const noexcept;
  std::string task() const;
  std::uint32_t take() noexcept;
  void* common() const noexcept;
  // Once, at the end. Throws Error on a cancel.
  void report(const std::string& text);

private:
  struct Shared* shared_ = nullptr;
  void* common_ = nullptr;
  shm_mq_handle* queue_ = nullptr;
};

}  // namespace paliad::postgres
