#pragma once

#include <functional>

namespace paliad {

// Called often during long work; throws when the work should stop (a cancel, say). The plain code
// neither knows nor asks why. It may do nothing.
using Poll = std::function<void()>;

}  // namespace paliad
