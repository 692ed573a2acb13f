// The scheduler: a worker without a database, so it is in nobody's way. It starts a short-lived
// schedule worker in each database that has scheduled backups, at the time that the last one there
// has named.
#pragma once

namespace paliad::schedule {

// While the library is preloaded: registers the scheduler and its memory.
void preload();

}  // namespace paliad::schedule
