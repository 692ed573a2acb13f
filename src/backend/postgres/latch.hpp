// Waiting on this process's latch: the one place that does.
#pragma once

namespace paliad::postgres {

// Poll interval while waiting for another process.
inline constexpr long poll_interval_milliseconds = 50;

// Waits until the latch is set or `milliseconds` have passed, then looks at interrupts. Throws what
// a cancel raises.
void wait_for_latch(long milliseconds);

// The same, then reads the configuration again where that was asked for (SIGHUP): true where it
// was.
bool wait_for_latch_or_reload(long milliseconds);

}  // namespace paliad::postgres
