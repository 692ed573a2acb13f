#pragma once

#include <optional>
#include <string>

namespace paliad::model {

// On whose behalf something is done.
struct Requester {
  std::optional<std::string> user;  // auth.uid(), where it is a row of paliad.users
  std::string email;                // that user's, or the login's name
};

}  // namespace paliad::model
