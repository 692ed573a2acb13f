// The check of a backup's artifact, while the client waits.
#pragma once

#include "database.hpp"
#include "limits.hpp"

#include <functional>
#include <httplib.h>
#include <string>

namespace paliad::web {

// Answers with the findings of paliad_backup_verify. Where they take longer than 5 seconds, the
// answer begins with a blank for each second of waiting, and an error then becomes
// {"ok": null, "problem": …}. The check is canceled when the client goes away or `stopping` says
// so. Throws Problem before the answer has begun.
void send_verification(const Claims& claims, const std::string& id, Slots& slots,
                       const std::function<bool()>& stopping, httplib::Response& response);

}  // namespace paliad::web
