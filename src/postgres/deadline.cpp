#include "postgres/deadline.hpp"

#include <cerrno>

extern "C" {
#include "utils/timeout.h"
}

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

TimeoutId cancel_timeout = MAX_TIMEOUTS;

void register_timeouts() {
  if (cancel_timeout != MAX_TIMEOUTS) return;
  cancel_timeout = RegisterTimeout(USER_TIMEOUT, cancel_statement);
  end_process_timeout = RegisterTimeout(USER_TIMEOUT, end_process);
}

}  // namespace

Deadline::Deadline(int milliseconds) : milliseconds_(milliseconds) {
  constexpr int grace_milliseconds = 5'000;
  deadline_active = 1;
  if (milliseconds_ <= 0) return;
  call_backend([&]() {
    register_timeouts();
    deadline_passed = 0;
    enable_timeout_after(cancel_timeout, milliseconds_);
    enable_timeout_after(end_process_timeout, milliseconds_ + grace_milliseconds);
  });
}

Deadline::~Deadline() {
  deadline_active = 0;
  if (milliseconds_ <= 0) return;
  disable_timeout(cancel_timeout, false);
  disable_timeout(end_process_timeout, false);
  // It may have passed when nothing was left to be canceled.
  if (passed() && ShutdownRequestPending == 0) QueryCancelPending = 0;
}

bool Deadline::passed() const noexcept { return milliseconds_ > 0 && deadline_passed != 0; }

bool Deadline::active() noexcept { return deadline_active != 0; }

int setting_milliseconds(const char* name) {
  const char* const text = call_backend([&]() { return GetConfigOption(name, false, false); });
  return text == nullptr ? 0 : std::atoi(text);
}

}  // namespace paliad::postgres
