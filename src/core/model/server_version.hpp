// PostgreSQL's version numbers
// (https://www.postgresql.org/docs/current/runtime-config-preset.html).
#pragma once

#include <string_view>

namespace paliad::model {

// The major version in the text of `server_version`, such as 15 of "15.4 (Debian)" and 18 of
// "18beta1". 0 where the text does not begin with a number from 10 to 999.
int major_version(std::string_view server_version) noexcept;

}  // namespace paliad::model
