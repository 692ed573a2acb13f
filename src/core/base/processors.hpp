#pragma once

namespace paliad {

// How many processors the calling thread may run on, by its affinity; a limit on processor time, as
// containers have, isn't considered. On a machine of more than 1024 processors: all that are
// online. Never 0.
unsigned usable_processors() noexcept;

}  // namespace paliad
