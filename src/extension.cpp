// The library's door: magic, and the settings when it is loaded.
#include "postgres/faults.hpp"
#include "postgres/valves.hpp"
#include "settings.hpp"

extern "C" {
PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);

void _PG_init(void) {
  paliad::postgres::define_faults();
  paliad::settings::define();
}
}
