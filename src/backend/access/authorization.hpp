// Who may: a superuser, a member of paliad_backup_admin, or the app on behalf of a global admin.
#pragma once

#include <optional>
#include <string>

namespace paliad::backup {

// On whose behalf something is done.
struct Requester {
  std::optional<std::string> user;  // auth.uid(), where it is a row of paliad.users
  std::string email;                // that user's, or the login's name
};

// In whose name the server does what nobody asked for.
Requester system_requester();

// Nothing where the caller may not. EXECUTE was checked by the server before.
std::optional<Requester> find_right();

// Throws Error: insufficient_privilege where find_right() finds none; as require_extension() where
// the extension is of another version than the library.
Requester require_right();

}  // namespace paliad::backup
