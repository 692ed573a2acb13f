// What a run sets out to do, and how it is told to a worker.
#pragma once

#include "backend/access/authorization.hpp"
#include "core/messages/message.hpp"
#include "core/store/local_disk_store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace paliad::backup {

struct RunRequest {
  std::string id;    // uuid
  std::string kind;  // on_demand or scheduled
  Requester requester;
  std::string key;                           // of the artifact to come
  std::string directory;                     // of the store
  std::int64_t started_at = 0;               // microseconds since 1970-01-01 00:00 UTC
  std::optional<std::string> scheduled_for;  // the slot, as timestamptz text
};

// A run needs a writable server, and a snapshot it shares with nobody's half-done work: throws
// Error on a standby and in a parallel query.
void require_possible();

// A new one, from now.
RunRequest new_request(const std::string& kind, const Requester& requester,
                       const store::LocalDiskStore& store);

// Before the names of settings that travel with a request.
inline const std::string setting_prefix = "setting ";

Message to_message(const std::string& verb, const RunRequest& request);
// Throws Error(internal_error) for what is none.
RunRequest request_of(const Message& message);

}  // namespace paliad::backup
