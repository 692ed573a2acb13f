// The error for damaged or forged bytes of a bundle, and its two hints.
#pragma once

#include "core/base/error.hpp"

#include <string>
#include <utility>

namespace paliad::zip {

// For bytes that differ from what was written, by accident or on purpose.
inline constexpr const char* hint_damaged =
    "Use another copy of the bundle, or another backup, and find out what changed the file.";

// For contents that no accident explains: somebody made or changed the file on purpose.
inline constexpr const char* hint_changed =
    "No backup looks like this: somebody changed the file, or made another. Extract nothing from "
    "it; use another copy of the bundle, or another backup.";

// Error(data_corrupted), for the caller to throw. `hint` is one of the two above.
inline Error damaged(const std::string& message, std::string detail, const char* hint) {
  return {sqlstate::data_corrupted, message, std::move(detail), hint};
}

}  // namespace paliad::zip
