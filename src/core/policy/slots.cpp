#include "core/policy/slots.hpp"

#include <algorithm>

namespace paliad::policy {

namespace {

// The slots after `floor` and before `end`. The count is limited, so that the loop ends soon.
std::optional<MissedSlots> missed_between(const CronSchedule& schedule, Instant floor,
                                          Instant end) {
  constexpr std::uint64_t most = 100'000;
  MissedSlots missed;
  for (Instant slot = next_slot(schedule, floor); slot < end && missed.count < most;
       slot = next_slot(schedule, slot)) {
    if (missed.count++ == 0) missed.first = slot;
  }
  if (missed.count == 0) return std::nullopt;
  missed.last = latest_slot(schedule, end - minute);
  return missed;
}

// A hash, which varies the delays reproducibly: Stafford's mix 13 (splitmix64's finalizer).
std::uint64_t mixed(std::uint64_t value) noexcept {
  value = (value ^ (value >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d0'49bb'1331'11ebULL;
  return value ^ (value >> 31);
}

Duration delay_after(Instant slot, int attempts) noexcept {
  constexpr Duration longest = 30 * minute;
  constexpr int most_doublings = 5;
  const Duration delay =
      std::min(longest, minute << std::min(std::max(attempts, 1) - 1, most_doublings));
  const std::uint64_t noise =
      mixed(static_cast<std::uint64_t>(slot) + static_cast<std::uint64_t>(attempts)) % 401;
  return delay / 1000 * (800 + static_cast<Duration>(noise));
}

SlotDecision wait_until(Instant at) {
  SlotDecision decision;
  decision.at = at;
  return decision;
}

SlotDecision for_slot(SlotDecision::Action action, Instant slot) {
  SlotDecision decision;
  decision.action = action;
  decision.at = slot;
  return decision;
}

Instant end_of_tries(const CronSchedule& schedule, Duration catch_up, Instant slot) {
  return std::min(next_slot(schedule, slot), slot + std::max(catch_up, minute));
}

SlotDecision run(const CronSchedule& schedule, Duration catch_up, Instant slot, int attempt) {
  SlotDecision decision = for_slot(SlotDecision::Action::run, slot);
  decision.attempt = attempt;
  decision.until = end_of_tries(schedule, catch_up, slot);
  return decision;
}

// For a slot that the catalog doesn't have yet.
SlotDecision decide_new(Instant now, const CronSchedule& schedule, Duration catch_up, Instant floor,
                        Instant slot) {
  // A worker that comes up to a minute late isn't catching up.
  if (now - slot <= std::max(catch_up, minute)) {
    SlotDecision decision = run(schedule, catch_up, slot, 1);
    decision.missed = missed_between(schedule, floor, slot);
    return decision;
  }
  SlotDecision decision = wait_until(next_slot(schedule, now));
  decision.missed = missed_between(schedule, floor, slot + minute);
  return decision;
}

SlotDecision decide_open(Instant now, const CronSchedule& schedule, Duration catch_up, Instant slot,
                         const OpenSlot& open) {
  const Instant end = end_of_tries(schedule, catch_up, slot);
  // After the clock was set back the wait isn't longer than the delay.
  const Duration delay = delay_after(slot, open.attempts);
  const Instant again = std::min(open.last_attempt_ended, now) + delay;
  const Instant due = open.last_attempt_ended + delay <= now ? now : again;
  if (due >= end) return for_slot(SlotDecision::Action::give_up, slot);
  if (due <= now) return run(schedule, catch_up, slot, open.attempts + 1);
  return wait_until(due);
}

}  // namespace

SlotDecision decide(Instant now, const CronSchedule& schedule, Duration catch_up,
                    const SlotHistory& history) {
  // A `since` in the future was recorded by a clock that has been corrected since.
  const Instant since = std::min(history.since, now);
  const Instant floor = std::max(since, history.newest.value_or(since));
  const Instant latest = latest_slot(schedule, now);
  if (latest > floor) return decide_new(now, schedule, catch_up, floor, latest);
  // A slot of an earlier schedule is not tried again.
  if (history.open && history.newest && *history.newest <= since)
    return for_slot(SlotDecision::Action::give_up, *history.newest);
  if (history.open && history.newest)
    return decide_open(now, schedule, catch_up, *history.newest, *history.open);
  return wait_until(next_slot(schedule, now));
}

}  // namespace paliad::policy
