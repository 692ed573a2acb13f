// The drill that the schedule worker makes every paliad_backup.drill_days.
#pragma once

namespace paliad::schedule {

// For the schedule worker, outside a transaction: drills the newest good backup where no backup was
// in so many days. What comes of it is in the catalog; the log is told of what went wrong.
void drill_if_due();

}  // namespace paliad::schedule
