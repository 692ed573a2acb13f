#include "core/policy/retry_delay.hpp"

#include <algorithm>

namespace paliad::policy {

Duration RetryDelay::after_failure() noexcept {
  constexpr int most_doublings = 6;
  const Duration delay = minute << failures_;
  failures_ = std::min(failures_ + 1, most_doublings);
  return delay;
}

}  // namespace paliad::policy
