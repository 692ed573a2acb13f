// The library's entry point: defines the settings and installs the hooks when it is loaded, and
// registers the scheduler when it is preloaded.
#include "backend/postgres/compat.hpp"
#include "backend/postgres/fault_setting.hpp"
#include "backend/postgres/untrusted_code.hpp"
#include "backend/postgres/valves.hpp"
#include "backend/schedule/scheduler.hpp"
#include "backend/settings.hpp"

extern "C" {
PALIAD_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void) {
  paliad::postgres::define_faults();
  paliad::settings::define();
  paliad::postgres::install_untrusted_code_hooks();
  // A server that pg_upgrade has started must not be backed up.
  if (process_shared_preload_libraries_in_progress && !IsBinaryUpgrade) paliad::schedule::preload();
}
}
