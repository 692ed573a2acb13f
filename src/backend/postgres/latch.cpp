#include "backend/postgres/latch.hpp"

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

void wait_for_latch(long milliseconds) {
  call_backend([&]() {
    (void)WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, milliseconds,
                    PG_WAIT_EXTENSION);
    ResetLatch(MyLatch);
    CHECK_FOR_INTERRUPTS();
  });
}

bool wait_for_latch_or_reload(long milliseconds) {
  wait_for_latch(milliseconds);
  if (!ConfigReloadPending) return false;
  ConfigReloadPending = 0;
  call_backend([]() { ProcessConfigFile(PGC_SIGHUP); });
  return true;
}

}  // namespace paliad::postgres
