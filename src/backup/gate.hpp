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

// Throws Error(insufficient_privilege) unless the caller may. EXECUTE was checked by the server
// before.
Requester require_right();

}  // namespace paliad::backup
