// A pace to keep: so many bytes a second. Plain: the time is an argument.
#pragma once

#include <cstdint>

namespace paliad::policy {

class RateLimit {
public:
  // 0 is no limit.
  explicit RateLimit(std::uint64_t bytes_per_second) : rate_(bytes_per_second) {}

  // True once enough bytes have come together to be worth a look at the clock: then call
  // wait_after().
  bool note(std::uint64_t bytes) noexcept;

  // How many microseconds to wait at `now` (microseconds, from any origin, never going back) for
  // the bytes noted so far; 0 where there is time left. Time in which nothing came is not saved up.
  std::int64_t wait_after(std::int64_t now) noexcept;

private:
  std::uint64_t rate_;
  std::uint64_t noted_ = 0;
  std::int64_t due_ = 0;  // when the bytes so far may have passed
};

}  // namespace paliad::policy
