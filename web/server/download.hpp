// An artifact sent in pieces.
#pragma once

#include "database.hpp"
#include "limits.hpp"

#include <httplib.h>
#include <string>

namespace paliad::web {

// Answers with the artifact of backup `id`, or the part of it that the request's Range asks for.
// One transaction of a connection of its own lasts as long as the download, so nobody removes the
// artifact meanwhile; between its statements it holds no snapshot. Throws Problem.
void send_artifact(const Claims& claims, const std::string& id, Slots& slots,
                   const httplib::Request& request, httplib::Response& response);

}  // namespace paliad::web
