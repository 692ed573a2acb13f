// The slots of a schedule in paliad.backup_slots, each call one transaction. All of it acts as the
// writer. For the schedule worker.
#pragma once

#include "core/policy/slots.hpp"

#include <string>

namespace paliad::schedule {

// Notes what the schedule is when it is new or has changed: slots before that are nobody's
// business.
void note_schedule(const std::string& text);

// What is known at `now`. A slot whose backup is done is settled first.
policy::SlotHistory read_history(Instant now);

// False where the slot is known already, whatever became of it.
bool claim(Instant slot);
// A further attempt at a claimed slot.
void note_attempt(Instant slot, int attempt);

// The slot's end: done, failed or elsewhere; `detail` says why.
void settle(Instant slot, const std::string& outcome, const std::string& detail);

// Why the last attempt failed; the slot stays open.
void note_failure(Instant slot, const std::string& why);

void record_missed(const policy::MissedSlots& missed);

// The slot as timestamptz text.
std::string slot_text(Instant slot);

}  // namespace paliad::schedule
