// Decides which server makes a scheduled backup where several share one export directory, such as
// an old primary and a promoted standby: the first to make a file for the slot.
#pragma once

#include "core/store/local_directory.hpp"

#include <string>

namespace paliad::store {

// A schedule's slot. Both parts are used in a file's name and are not checked.
struct SlotName {
  std::string schedule;  // hexadecimal digits
  std::string slot;      // yyyymmddThhmmssZ
};

// The first 16 hexadecimal digits of the text's SHA-256, for names of claims.
std::string short_digest(const std::string& text);

// Claims the slot for `owner`. True where the slot is the owner's, by this call or an earlier one;
// false where another has claimed it, or its claim can't be read. A new claim also removes the
// schedule's claims for slots before `forget_before` (yyyymmddThhmmssZ). Throws os_error.
bool claim_slot(const LocalDirectory& directory, const SlotName& name, const std::string& owner,
                const std::string& forget_before);

// Whether `name` is the name of a claim's file, by its prefix.
bool is_slot_claim(std::string_view name) noexcept;

}  // namespace paliad::store
