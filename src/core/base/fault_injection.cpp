#include "core/base/fault_injection.hpp"

namespace paliad {

#ifdef PALIAD_FAULTS

namespace {
FaultHook fault_hook = nullptr;
}  // namespace

void set_fault_hook(FaultHook hook) noexcept { fault_hook = hook; }

void fault_point(const char* step) {
  if (fault_hook != nullptr) fault_hook(step);
}

#endif

}  // namespace paliad
