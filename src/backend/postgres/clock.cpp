#include "backend/postgres/clock.hpp"

#include "backend/postgres/latch.hpp"
#include "backend/postgres/server.hpp"

#include <algorithm>
#include <chrono>

namespace paliad::postgres {

Instant now() noexcept { return GetCurrentTimestamp(); }

std::int64_t steady_microseconds() noexcept {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

void sleep(std::int64_t microseconds) {
  constexpr std::int64_t millisecond = 1000;
  const std::int64_t end = steady_microseconds() + microseconds;
  for (std::int64_t left = microseconds; left > 0; left = end - steady_microseconds()) {
    const long milliseconds =
        static_cast<long>(std::min<std::int64_t>((left + millisecond - 1) / millisecond, 60'000));
    wait_for_latch(milliseconds);
  }
}

}  // namespace paliad::postgres
