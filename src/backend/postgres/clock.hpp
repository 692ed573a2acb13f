// The server's clocks, and waiting.
#pragma once

#include "core/base/instant.hpp"

#include <cstdint>

namespace paliad::postgres {

// By the system's clock.
Instant now() noexcept;

// Microseconds of a clock that never goes back, from some origin.
std::int64_t steady_microseconds() noexcept;

// Waits as long, looking at interrupts. Throws what a cancel raises.
void sleep(std::int64_t microseconds);

}  // namespace paliad::postgres
