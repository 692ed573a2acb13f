// The server's settings, which the environment has.
#pragma once

#include "token.hpp"

#include <functional>
#include <string>

namespace paliad::web {

struct Settings {
  std::string host;
  int port = 0;  // 0: any that is free
  TokenKey key;
};

// Calls `environment` with each variable's name (it returns nullptr where that isn't set). Throws
// std::runtime_error with one sentence that names the variable and what it should be.
Settings read_settings(const std::function<const char*(const char*)>& environment);

}  // namespace paliad::web
