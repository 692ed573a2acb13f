#pragma once

namespace paliad {

// How many processors the calling thread may run on (its affinity; a share of a processor's time,
// as a container may have, isn't seen); all that are online where there are more than 1024. Never
// 0.
unsigned usable_processors() noexcept;

}  // namespace paliad
