// What is to be done for a schedule now. Plain: the time and what is known of earlier slots are
// arguments. That no slot runs twice is the catalog's doing, where a slot is claimed once; the
// clock may jump as it likes.
#pragma once

#include "core/policy/cron.hpp"

#include <cstdint>
#include <optional>

namespace paliad::policy {

// The newest slot that is known and not after now, where it was tried and is not settled yet.
struct OpenSlot {
  int attempts = 0;
  Instant last_attempt_ended = 0;
};

struct SlotHistory {
  Instant since = 0;              // slots up to this moment are nobody's business
  std::optional<Instant> newest;  // known and not after now
  std::optional<OpenSlot> open;   // the newest one, where it is
};

// A run of slots that passed unused.
struct MissedSlots {
  Instant first = 0;
  Instant last = 0;
  std::uint64_t count = 0;
};

struct SlotDecision {
  enum class Action { wait, run, give_up };
  Action action = Action::wait;
  Instant at = 0;                     // wait: until when; run, give_up: the slot
  int attempt = 0;                    // run: 1 for the first
  Instant until = 0;                  // run: when trying again ends
  std::optional<MissedSlots> missed;  // to be recorded whatever the action is
};

// A slot that is due is run, or made up where it is not older than `catch_up`; of several only the
// last. What failed is tried again after one minute, two, four, up to half an hour, each a fifth
// more or less, until the next slot or until `catch_up` has passed, whichever is first.
SlotDecision decide(Instant now, const CronSchedule& schedule, Duration catch_up,
                    const SlotHistory& history);

}  // namespace paliad::policy
