// Limits a rate of bytes per second. Plain: the time is an argument.
#pragma once

#include <cstdint>

namespace paliad::policy {

class RateLimit {
public:
  // 0 is no limit.
  explicit RateLimit(std::uint64_t bytes_per_second) : rate_(bytes_per_second) {}

  // Counts bytes. True when enough have been counted to read the clock: then call wait_after().
  bool note(std::uint64_t bytes) noexcept;

  // How many microseconds to wait at `now` (microseconds from any origin, never decreasing) for the
  // bytes noted so far; 0 where they are not too many. Idle time doesn't allow a higher rate
  // afterwards, but for a fiftieth of a second.
  std::int64_t wait_after(std::int64_t now) noexcept;

private:
  std::uint64_t rate_;
  std::uint64_t noted_ = 0;
  std::int64_t due_ = 0;  // the time at which the limit allows the bytes so far
};

}  // namespace paliad::policy
