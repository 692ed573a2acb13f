// What a session tells the worker that makes a backup for it. The worker answers once, with
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

// What a run sets out to do.
struct RunRequest {
  std::string id;    // uuid
  std::string kind;  // on_demand or scheduled
  model::Requester requester;
  std::string key;        // of the artifact to come
  std::string directory;  // of the store
  Instant started_at = 0;
  std::optional<std::string> scheduled_for;  // the slot, as timestamptz text
};

// The fields of a request in a message, and back. Throws Error(internal_error) where one is missing
// or malformed.
void put_request(Message& message, const RunRequest& request);
RunRequest request_in(const Message& message);

struct RunOrder {
  RunRequest request;
  std::vector<std::pair<std::string, std::string>> settings;  // of the session, by their names
};

std::string run_order_text(const RunOrder& order);
// Throws Error(internal_error) for what is none.
RunOrder parse_run_order(const std::string& text);

}  // namespace paliad::messages
