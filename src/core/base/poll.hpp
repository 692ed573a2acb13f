#pragma once

#include <functional>

namespace paliad {

// Called often during long work; throws where the work must stop, after a cancel for example. The
// plain code doesn't know the cause.
using Poll = std::function<void()>;

// For work that nothing stops.
inline void no_poll() {}

}  // namespace paliad
