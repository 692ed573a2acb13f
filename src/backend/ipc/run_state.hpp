// A run's progress, and whether somebody wants it canceled, in a shared memory segment of its own.
// Other sessions find it by its handle, which the recorder announces with a lock
// (advisory_locks.hpp). It ends with the run's session, for whatever reason that ends.
#pragma once

#include "backend/postgres/valves.hpp"
#include "core/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace paliad::ipc {

enum class RunPhase : std::uint32_t { beginning, locking, reading, writing, checking, recording };

struct RunProgress {
  std::string id;
  RunPhase phase = RunPhase::beginning;
  std::string sheet;  // the one begun last
  std::uint64_t sheets = 0;
  std::uint64_t rows_done = 0;
  std::uint64_t rows_expected = 0;
  std::uint64_t bytes = 0;  // of rows, as text
  Instant started_at = 0;
};

struct RunStateShared;

class RunState {
public:
  // Makes the state of a run of this session; `id` is the backup's, a uuid's text. Throws Error.
  static RunState create(const std::string& id, Instant started_at);
  // Attaches to another process's; nothing where the run has ended, or the handle is not a run
  // state's. Throws Error.
  static std::optional<RunState> attach(std::uint32_t handle);

  RunState(RunState&& other) noexcept;
  RunState& operator=(RunState&&) = delete;
  ~RunState();

  std::uint32_t handle() const noexcept;

  // --- for the run and its parallel workers

  void enter(RunPhase phase) noexcept;
  // How much there will be to read; the number of rows is an estimate.
  void expect(std::uint64_t sheets, std::uint64_t rows) noexcept;
  // A name of more than 255 bytes is cut.
  void begin_sheet(const std::string& sheet) noexcept;
  // Counts rows and bytes more.
  void add(std::uint64_t rows, std::uint64_t bytes) noexcept;
  // From now on cancel() comes too late. Returns who has canceled the run before, if anybody has.
  std::optional<std::string> close() noexcept;

  // --- for others

  RunProgress progress() const;
  // Cancels the run (SIGINT to its session) in the name of `by`. False where it comes too late.
  bool cancel(const std::string& by) noexcept;

private:
  explicit RunState(dsm_segment* segment);

  dsm_segment* segment_;
  RunStateShared* shared_;
};

}  // namespace paliad::ipc
