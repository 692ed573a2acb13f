// What a run shows of itself while it lasts, in shared memory of its own: how far it is, and
// whether somebody wants it canceled. Others find it through its handle, which the recorder
// announces with a lock (advisory_locks.hpp). It ends with the run's session, however that ends.
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
  // For a run of this session. Throws Error.
  static RunState create(const std::string& id, Instant started_at);
  // Another session's; nothing where it has ended or never was one.
  static std::optional<RunState> attach(std::uint32_t handle);

  RunState(RunState&& other) noexcept;
  RunState& operator=(RunState&&) = delete;
  ~RunState();

  std::uint32_t handle() const noexcept;

  // --- for the run and its parallel workers

  void enter(RunPhase phase) noexcept;
  void expect(std::uint64_t sheets, std::uint64_t rows) noexcept;
  void begin_sheet(const std::string& sheet) noexcept;
  void add(std::uint64_t rows, std::uint64_t bytes) noexcept;
  // From now on cancel() comes too late. Says who came before, if anybody did.
  std::optional<std::string> close() noexcept;

  // --- for others

  RunProgress progress() const;
  // Interrupts the run in the name of `by`. False where it comes too late.
  bool cancel(const std::string& by) noexcept;

private:
  explicit RunState(dsm_segment* segment);

  dsm_segment* segment_;
  RunStateShared* shared_;
};

}  // namespace paliad::ipc
