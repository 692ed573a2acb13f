#include "backend/postgres/clock.hpp"

#include "backend/postgres/latch.hpp"
#include "backend/postgres/server.hpp"

#include <algorithm>
#include <chrono>

namespace paliad::postgres {

std::int64_t now() noexcept { return GetCurrentTimestamp(); }

std::int64_t unix_microseconds() noexcept {
  constexpr std::int64_t epoch_difference =
      static_cast<std::int64_t>(POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * SECS_PER_DAY;
  return now() + epoch_difference * USECS_PER_SEC;
}

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
