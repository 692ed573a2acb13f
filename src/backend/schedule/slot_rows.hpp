// The slots of a schedule in paliad.backup_slots, for the schedule worker. Each call writes as the
// writer, in transactions of its own, and throws Error.
#pragma once

#include "core/policy/slots.hpp"

#include <string>

namespace paliad::schedule {

// Records the schedule `text` and the time where it is new or has changed: earlier slots don't
// count.
void note_schedule(const std::string& text);

// The history of the slots up to `now`. First settles claimed slots that a crash left: as done
// where their backup is done, as failed where a later slot is known.
policy::SlotHistory read_history(Instant now);

// Claims a new slot. False where the slot is known already, whatever its outcome.
bool claim(Instant slot);
// Records a further attempt at a claimed slot.
void note_attempt(Instant slot, int attempt);

// Records the slot's outcome: done, failed or elsewhere; `detail` says why, or is empty.
void settle(Instant slot, const std::string& outcome, const std::string& detail);

// Records why the last attempt failed; the slot stays open.
void note_failure(Instant slot, const std::string& why);

// Records the last of the missed slots, with the number of those before it.
void record_missed(const policy::MissedSlots& missed);

// The slot as timestamptz text.
std::string slot_text(Instant slot);

}  // namespace paliad::schedule
