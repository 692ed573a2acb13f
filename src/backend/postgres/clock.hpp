// The server's clocks, and waiting.
#pragma once

#include "core/base/instant.hpp"

#include <cstdint>

namespace paliad::postgres {

// The current time of the system's clock.
Instant now() noexcept;

// Microseconds since an arbitrary origin, by a clock that never goes back.
std::int64_t steady_microseconds() noexcept;

// Waits that long, and handles interrupts meanwhile. Throws Error on a cancel.
void sleep(std::int64_t microseconds);

}  // namespace paliad::postgres
