// For tests only (core/base/fault_injection.hpp): the setting paliad_backup.fault, `error <step>`
// or `wait <step>`, makes every process that comes to that step fail or wait there. A waiting
// process has the application_name `fault <step>` in pg_stat_activity, and goes on when the setting
// is changed and reloaded.
#pragma once

namespace paliad::postgres {

// Defines the setting, when the library is loaded; does nothing in a build without PALIAD_FAULTS.
void define_faults();

}  // namespace paliad::postgres
