// Who may use backups: a superuser, a member of paliad_backup_admin, or the app on behalf of a
// global admin.
#pragma once

#include "core/model/requester.hpp"

#include <optional>

namespace paliad::access {

// The requester of what the server does by itself, such as scheduled backups.
model::Requester system_requester();

// The caller as a requester; nothing where the caller may not use backups. In a worker of this
// library it is system_requester(). The server has checked the right EXECUTE before. Throws Error.
std::optional<model::Requester> find_right();

// The same, but throws Error(insufficient_privilege) where find_right() returns nothing; also
// throws as require_extension() does.
model::Requester require_right();

}  // namespace paliad::access
