// Each row passes it on its way into a sheet: it keeps the pace, and tells how far the run is.
#pragma once

#include "backend/ipc/run_state.hpp"
#include "core/model/column.hpp"
#include "core/policy/rate_limit.hpp"

#include <cstddef>
#include <string>

namespace paliad::extract {

class RowProgress {
public:
  // The state must outlive the progress.
  explicit RowProgress(ipc::RunState& state);

  void begin(const std::string& sheet, std::size_t columns);
  // Waits where the pace asks for it. Throws what a cancel raises.
  void row(const model::Field* fields);
  void end() noexcept;

private:
  void tell() noexcept;

  ipc::RunState& state_;
  policy::RateLimit rate_limit_;
  std::size_t columns_ = 0;
  std::uint64_t rows_ = 0;  // not told yet
  std::uint64_t bytes_ = 0;
};

}  // namespace paliad::extract
