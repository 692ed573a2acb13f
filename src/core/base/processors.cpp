#include "core/base/processors.hpp"

#include <algorithm>
#include <sched.h>
#include <thread>

namespace paliad {

unsigned usable_processors() noexcept {
  cpu_set_t usable;
  const bool known = ::sched_getaffinity(0, sizeof usable, &usable) == 0;
  // cpu_set_t holds 1024 processors; on larger machines the call fails.
  const unsigned count =
      known ? static_cast<unsigned>(CPU_COUNT(&usable)) : std::thread::hardware_concurrency();
  return std::max(1U, count);
}

}  // namespace paliad
