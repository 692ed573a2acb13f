// A backup's artifact proved, while the client waits.
#pragma once

#include "database.hpp"
#include "limits.hpp"

#include <functional>
#include <httplib.h>
#include <string>

namespace paliad::web {

// Answers with what paliad_backup_verify finds. What takes longer than a few seconds is answered
// with blanks until it comes, and ends when the client goes away or `stopping` says so. Throws
// Problem.
void send_verification(const Claims& claims, const std::string& id, Slots& slots,
                       const std::function<bool()>& stopping, httplib::Response& response);

}  // namespace paliad::web
