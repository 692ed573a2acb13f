// Which server makes a scheduled backup, where several share one export directory (an old primary
// and the standby that was promoted, say): the first to make a file for the slot.
#pragma once

#include "core/store/local_directory.hpp"

#include <string>

namespace paliad::store {

// One schedule's slot. The parts become a file's name: hexadecimal digits, and yyyymmddThhmmssZ.
struct SlotName {
  std::string schedule;
  std::string slot;
};

// True where the slot is `owner`'s, from now on or from an earlier call; false where another
// claimed it, or a claim can't be read. Claims of the schedule for slots before `forget_before` are
// removed. Throws os_error.
bool claim_slot(const LocalDirectory& directory, const SlotName& name, const std::string& owner,
                const std::string& forget_before);

// True for a claim's file name.
bool is_slot_claim(std::string_view name) noexcept;

}  // namespace paliad::store
