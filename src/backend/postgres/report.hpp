// Messages to the server's log and to the client that are no errors. Those that aren't noexcept
// throw Error.
#pragma once

#include <string>

namespace paliad::postgres {

void log_info(const std::string& message);                         // LOG
void log_warning(const std::string& message) noexcept;             // WARNING
void warn(const std::string& message, const std::string& detail);  // WARNING, to the client
void notice(const std::string& message);                           // NOTICE, to the client

}  // namespace paliad::postgres
