// Any text as a schedule: its slots are in order, or it is refused with one error.
#include "core/policy/cron.hpp"

#include "core/base/error.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <string>

namespace paliad::fuzz {
namespace {

void require_order(const policy::CronSchedule& cron, Instant from) {
  const Instant next = policy::next_slot(cron, from);
  require(next > from, "the next slot comes after");
  require(next % minute == 0, "a slot is a whole minute");
  require(policy::latest_slot(cron, next) == next, "a slot is its own latest");
  require(policy::latest_slot(cron, next - 1) <= from, "nothing lies in between");
}

void check(const std::string& text) {
  try {
    const policy::CronSchedule cron = policy::parse_cron(text);
    require_order(cron, 0);
    require_order(cron, 847'000'000LL * second + 1);
  } catch (const Error& error) {
    require(error.state() == sqlstate::invalid_parameter_value, "a refusal names the argument");
  }
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  paliad::fuzz::check(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
