// What all errors about a bundle's bytes have in common.
#pragma once

#include "core/base/error.hpp"

#include <string>
#include <utility>

namespace paliad::zip {

// For bytes that are not what was written, whoever changed them.
inline constexpr const char* hint_damaged =
    "Use another copy of the bundle, or another backup, and find out what changed the file.";

// For what no disk does by itself.
inline constexpr const char* hint_changed =
    "No backup looks like this: somebody changed the file, or made another. Extract nothing from "
    "it; use another copy of the bundle, or another backup.";

inline Error damaged(const std::string& message, std::string detail, const char* hint) {
  return {sqlstate::data_corrupted, message, std::move(detail), hint};
}

}  // namespace paliad::zip
