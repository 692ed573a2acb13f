// Counts the rows on their way into a sheet: keeps to the rate limit, and reports the run's
// progress.
#pragma once

#include "backend/ipc/run_state.hpp"
#include "core/model/column.hpp"
#include "core/policy/rate_limit.hpp"

#include <cstddef>
#include <string>

namespace paliad::extract {

class RowProgress {
public:
  // `state` must outlive the object. Takes the limit from paliad_backup.rate_limit.
  explicit RowProgress(ipc::RunState& state);

  void begin(const std::string& sheet, std::size_t columns);
  // Counts a row of as many fields as begin() was told. Waits where the rate limit asks for it.
  // Throws Error on a cancel.
  void row(const model::Field* fields);
  // Reports the last rows.
  void end() noexcept;

private:
  void tell() noexcept;

  ipc::RunState& state_;
  policy::RateLimit rate_limit_;
  std::size_t columns_ = 0;
  std::uint64_t rows_ = 0;  // not reported yet
  std::uint64_t bytes_ = 0;
};

}  // namespace paliad::extract
