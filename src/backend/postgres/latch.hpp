// Waits on this process's latch. No other code does.
#pragma once

namespace paliad::postgres {

// Poll interval while waiting for another process.
inline constexpr long poll_interval_milliseconds = 50;

// Waits until the latch is set or `milliseconds` have passed, then handles interrupts. Throws Error
// on a cancel.
void wait_for_latch(long milliseconds);

// The same, then reloads the configuration where SIGHUP has asked for that. True where it was
// reloaded.
bool wait_for_latch_or_reload(long milliseconds);

}  // namespace paliad::postgres
