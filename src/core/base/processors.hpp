#pragma once

namespace paliad {

// How many processors this process may run on (its affinity; a share of a processor's time, as a
// container may have, isn't seen). 1 where nobody knows.
unsigned usable_processors() noexcept;

}  // namespace paliad
