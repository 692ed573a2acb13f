#include "backend/postgres/fault_setting.hpp"

#include "backend/postgres/latch.hpp"
#include "backend/postgres/valves.hpp"
#include "core/base/fault_injection.hpp"

namespace paliad::postgres {

#ifdef PALIAD_FAULTS

namespace {

char* fault_text = nullptr;

bool is_told(const char* what, const char* step) {
  return fault_text != nullptr && std::string(what) + step == fault_text;
}

void at_step(const char* step) {
  if (is_told("error ", step))
    throw Error(sqlstate::internal_error, std::string("fault at step ") + step);
  if (!is_told("wait ", step)) return;
  const std::string name = std::string("fault ") + step;
  call_backend([&]() { pgstat_report_appname(name.c_str()); });
  while (is_told("wait ", step)) (void)wait_for_latch_or_reload(10);
  call_backend([]() { pgstat_report_appname(""); });
}

}  // namespace

void define_faults() {
  DefineCustomStringVariable("paliad_backup.fault", "Where a test makes a run fail or wait.",
                             "error <step> or wait <step>", &fault_text, "", PGC_SIGHUP, 0, nullptr,
                             nullptr, nullptr);
  set_fault_hook(at_step);
}

#else

void define_faults() {}

#endif

}  // namespace paliad::postgres
