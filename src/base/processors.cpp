#include "base/processors.hpp"

#include <algorithm>
#include <sched.h>

namespace paliad {

unsigned usable_processors() noexcept {
  cpu_set_t usable;
  if (::sched_getaffinity(0, sizeof usable, &usable) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&usable)));
}

}  // namespace paliad
