// The drill that the schedule worker makes every paliad_backup.drill_days days.
#pragma once

namespace paliad::schedule {

// For the schedule worker, outside a transaction: drills this installation's newest artifact where
// no backup was drilled in so many days, less half a day. The catalog keeps the result. Failures
// and errors go to the server's log and are not thrown.
void drill_if_due();

}  // namespace paliad::schedule
