// Who may: a superuser, a member of paliad_backup_admin, or the app on behalf of a global admin.
#pragma once

#include "core/model/requester.hpp"

#include <optional>

namespace paliad::access {

// In whose name the server does what nobody asked for.
model::Requester system_requester();

// Nothing where the caller may not. EXECUTE was checked by the server before.
std::optional<model::Requester> find_right();

// Throws Error: insufficient_privilege where find_right() finds none; as require_extension() where
// the extension is of another version than the library.
model::Requester require_right();

}  // namespace paliad::access
