#pragma once

#include <optional>
#include <string>

namespace paliad::model {

// The user on whose behalf something is done.
struct Requester {
  std::optional<std::string> user;  // auth.uid(), where it is a row of paliad.users
  std::string email;                // that user's; without a user, the login's name
};

}  // namespace paliad::model
