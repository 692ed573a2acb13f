// The scheduler: a worker without a database, so it is in nobody's way. It starts a short-lived
// worker  in each database that has scheduled backups whenever that one asked to be
// looked after.
#pragma once

namespace paliad::schedule {

// While the library is preloaded: registers the scheduler and its memory.
void preload();

}  // namespace paliad::schedule
