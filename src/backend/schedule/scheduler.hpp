// The scheduler: a worker that is connected to no database, so that it keeps none from being
// dropped. It starts a short-lived schedule worker in each database that has scheduled backups, at
// the time that the last worker there has asked for.
#pragma once

namespace paliad::schedule {

// While the library is preloaded: registers the scheduler and its memory.
void preload();

}  // namespace paliad::schedule
