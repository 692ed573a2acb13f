// The server's clocks, and waiting.
#pragma once

#include <cstdint>

namespace paliad::postgres {

// Microseconds since 2000-01-01 00:00 UTC, by the system's clock: a timestamptz.
std::int64_t now() noexcept;

// Microseconds since 1970-01-01 00:00 UTC, by the system's clock.
std::int64_t unix_microseconds() noexcept;

// Microseconds of a clock that never goes back, from some origin.
std::int64_t steady_microseconds() noexcept;

// Waits as long, looking at interrupts. Throws what a cancel raises.
void sleep(std::int64_t microseconds);

}  // namespace paliad::postgres
