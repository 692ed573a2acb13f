// The download of an artifact, piece by piece.
#pragma once

#include "database.hpp"
#include "limits.hpp"

#include <httplib.h>
#include <string>

namespace paliad::web {

// Answers with the artifact of backup `id`, or the part of it that the request's Range asks for, or
// with 304 where If-None-Match names it. The download has a connection and a transaction of its own
// until it ends, so that the artifact can't be removed meanwhile; between its statements it holds
// no snapshot. Throws Problem before the answer has begun; what fails later breaks the connection.
void send_artifact(const Claims& claims, const std::string& id, Slots& slots,
                   const httplib::Request& request, httplib::Response& response);

}  // namespace paliad::web
