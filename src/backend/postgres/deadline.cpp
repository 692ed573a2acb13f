#include "backend/postgres/deadline.hpp"

#include "backend/postgres/compat.hpp"

namespace paliad::postgres {

namespace {

TimeoutId end_process_timeout = MAX_TIMEOUTS;
volatile sig_atomic_t deadline_passed = 0;
volatile sig_atomic_t deadline_active = 0;

extern "C" void cancel_statement() {
  deadline_passed = 1;
  QueryCancelPending = 1;
  InterruptPending = 1;
  SetLatch(MyLatch);
}

extern "C" void end_process() {
  ProcDiePending = 1;
  InterruptPending = 1;
  SetLatch(MyLatch);
}

constexpr int tick_milliseconds = 500;
constexpr int most_ticks = 4;
volatile sig_atomic_t ticks_since_term = 0;
TimeoutId look_timeout = MAX_TIMEOUTS;

// SIGTERM's handler can't arm a timeout, so a repeating timeout checks whether SIGTERM has come.
extern "C" void look_for_term() {
  if (ShutdownRequestPending != 0 && ++ticks_since_term > most_ticks) end_process();
  compat_enable_timeout_again(look_timeout, tick_milliseconds);
}

TimeoutId cancel_timeout = MAX_TIMEOUTS;

void register_timeouts() {
  if (cancel_timeout != MAX_TIMEOUTS) return;
  cancel_timeout = RegisterTimeout(USER_TIMEOUT, cancel_statement);
  end_process_timeout = RegisterTimeout(USER_TIMEOUT, end_process);
  look_timeout = RegisterTimeout(USER_TIMEOUT, look_for_term);
}

}  // namespace

Deadline::Deadline(int milliseconds) : milliseconds_(milliseconds) {
  constexpr int grace_milliseconds = 5'000;
  call_backend([&]() {
    register_timeouts();
    deadline_passed = 0;
    ticks_since_term = 0;
    deadline_active = 1;
    compat_enable_timeout_every(look_timeout, tick_milliseconds);
    if (milliseconds_ <= 0) return;
    enable_timeout_after(cancel_timeout, milliseconds_);
    enable_timeout_after(end_process_timeout, milliseconds_ + grace_milliseconds);
  });
}

Deadline::~Deadline() {
  deadline_active = 0;
  disable_timeout(look_timeout, false);
  if (milliseconds_ <= 0) return;
  disable_timeout(cancel_timeout, false);
  disable_timeout(end_process_timeout, false);
  // The deadline may have passed after the statement had ended: its cancel must not hit the next.
  if (passed() && ShutdownRequestPending == 0) QueryCancelPending = 0;
}

bool Deadline::passed() const noexcept { return milliseconds_ > 0 && deadline_passed != 0; }

bool Deadline::active() noexcept { return deadline_active != 0; }

int setting_milliseconds(const char* name) {
  const char* const text = call_backend([&]() { return GetConfigOption(name, false, false); });
  return text == nullptr ? 0 : std::atoi(text);
}

}  // namespace paliad::postgres
