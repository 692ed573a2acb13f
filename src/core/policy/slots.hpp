// Decides what is to be done for a schedule now. Plain: the time and what is known about earlier
// slots are arguments. The clock may jump forwards and backwards: the catalog, where each slot can
// be claimed once only, keeps a slot from running twice.
#pragma once

#include "core/policy/cron.hpp"

#include <cstdint>
#include <optional>

namespace paliad::policy {

// A slot that was tried and has no final outcome yet.
struct OpenSlot {
  int attempts = 0;
  Instant last_attempt_ended = 0;
};

struct SlotHistory {
  Instant since = 0;              // slots up to this moment are ignored
  std::optional<Instant> newest;  // the newest slot that the catalog has and that is not after now
  std::optional<OpenSlot> open;   // set if the newest slot is open
};

// Consecutive slots that passed unused. The count stops at 100,000.
struct MissedSlots {
  Instant first = 0;
  Instant last = 0;
  std::uint64_t count = 0;
};

struct SlotDecision {
  enum class Action { wait, run, give_up };
  Action action = Action::wait;
  Instant at = 0;                     // wait: until when; run, give_up: the slot
  int attempt = 0;                    // run: its number, from 1
  Instant until = 0;                  // run: when no further attempt is made
  std::optional<MissedSlots> missed;  // to be recorded with any action
};

// Of the slots that have passed since the newest known one, the last is run if it is not older than
// `catch_up` (at least a minute); the others are missed. A failed slot is tried again after one
// minute, two, four, and so on up to half an hour, each varied by up to a fifth, until the next
// slot or until `catch_up` has passed, whichever is first; then it is given up.
SlotDecision decide(Instant now, const CronSchedule& schedule, Duration catch_up,
                    const SlotHistory& history);

}  // namespace paliad::policy
