// The message of a session to the worker that makes a backup for it. The worker answers once: with
// ok_text() when the run has begun, or with error_text().
#pragma once

#include "core/base/instant.hpp"
#include "core/messages/message.hpp"
#include "core/model/requester.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace paliad::messages {

// What a run is to do.
struct RunRequest {
  std::string id;    // uuid
  std::string kind;  // on_demand or scheduled
  model::Requester requester;
  std::string key;        // of the artifact that will be made
  std::string directory;  // of the store
  Instant started_at = 0;
  std::optional<std::string> scheduled_for;  // the slot, as timestamptz text
};

// put_request() sets the fields of a request in a message, request_in() reads them. The latter
// throws Error(internal_error) where one is missing or malformed.
void put_request(Message& message, const RunRequest& request);
RunRequest request_in(const Message& message);

struct RunOrder {
  RunRequest request;
  std::vector<std::pair<std::string, std::string>> settings;  // the session's; name and value
};

std::string run_order_text(const RunOrder& order);
// Throws Error(internal_error) where the text is no such order. The settings are sorted by name.
RunOrder parse_run_order(const std::string& text);

}  // namespace paliad::messages
