#include "backend/run/progress.hpp"

#include "backend/access/authorization.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/ipc/advisory_locks.hpp"
#include "backend/ipc/run_state.hpp"
#include "backend/postgres/clock.hpp"
#include "core/base/instant.hpp"

#include <algorithm>
#include <iterator>

namespace paliad::run {

namespace {

using ipc::RunPhase;
using ipc::RunProgress;
using ipc::RunState;

struct PhaseShare {
  const char* name;
  double begins;  // percent of the run's time that has passed when the phase begins
};

// Measured on a backup of the sample law firm.
constexpr PhaseShare phases[] = {{"beginning", 0}, {"locking", 1},   {"reading", 2},
                                 {"writing", 80},  {"checking", 90}, {"recording", 99}};

double percent(const RunProgress& run) {
  const auto phase = static_cast<std::size_t>(run.phase);
  const double begins = phases[phase].begins;
  if (run.phase != RunPhase::reading || run.rows_expected == 0) return begins;
  const double part = static_cast<double>(run.rows_done) /
                      static_cast<double>(std::max(run.rows_expected, run.rows_done));
  return begins + part * (phases[phase + 1].begins - begins);
}

std::string two_digits(double value) {
  const std::string text = std::to_string(value);
  return text.substr(0, text.find('.') + 3);
}

// Extrapolated from the time that has passed; NULL at the very beginning.
postgres::Text eta(const RunProgress& run, double done) {
  constexpr double least = 2;
  if (done <= least) return std::nullopt;
  const auto elapsed = static_cast<double>(postgres::now() - run.started_at);
  const double end = static_cast<double>(run.started_at) + elapsed * 100 / done;
  return to_text(static_cast<Instant>(end));
}

postgres::Row row_of(const RunProgress& run) {
  const double done = percent(run);
  return {run.id,
          phases[static_cast<std::size_t>(run.phase)].name,
          run.sheet.empty() ? std::nullopt : postgres::Text(run.sheet),
          std::to_string(run.sheets),
          std::to_string(run.rows_done),
          std::to_string(run.rows_expected),
          std::to_string(run.bytes),
          two_digits(done),
          to_text(run.started_at),
          eta(run, done)};
}

}  // namespace

std::vector<postgres::Row> list_progress() {
  std::vector<postgres::Row> rows;
  if (!access::find_right()) return rows;
  for (const std::uint32_t handle : ipc::announced_run_states())
    if (const auto state = RunState::attach(handle)) rows.push_back(row_of(state->progress()));
  return rows;
}

bool cancel_backup(const std::string& id) {
  const model::Requester requester = access::require_right();
  catalog::require_backup(id);
  for (const std::uint32_t handle : ipc::announced_run_states())
    if (auto state = RunState::attach(handle); state && state->progress().id == id)
      return state->cancel(requester.email);
  return false;
}

}  // namespace paliad::run
