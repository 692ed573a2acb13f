// Removing artifacts. The catalog's row says so first (`deleted_at`, `removing`), in a transaction
// of its own that is committed before the file goes: a crash in between leaves a file that the next
// run removes, never a `done` row without one. `removing` goes when the file has.
#pragma once

#include "backend/access/authorization.hpp"
#include "backend/ipc/channel.hpp"
#include "backend/postgres/worker.hpp"
#include "core/base/poll.hpp"
#include "core/messages/removal_messages.hpp"
#include "core/store/store.hpp"

#include <functional>
#include <string>

namespace paliad::artifacts {

// --- for a worker, outside a transaction

// Asked in the transaction that decides, while no other removal can: throws Error where the
// artifact is to stay after all.
using Decision = std::function<void()>;

// Removes one artifact; `reason` goes into the audit log. While it waits for who reads the artifact
// it calls `poll`; nothing is asked where `decide` is empty. Throws Error: undefined_object,
// object_in_use while it is read, object_not_in_prerequisite_state where it is held, there is none
// or another installation made it; what `poll` and `decide` throw.
void remove_artifact(store::ArtifactStore& store, const std::string& id, const std::string& reason,
                     const model::Requester& actor, const Poll& poll, const Decision& decide);

// Files whose removal was cut short go, within the caller's transaction.
void finish_removals(store::ArtifactStore& store);

// --- for a session

// A worker that removes artifacts while it lives, whatever becomes of the caller's transaction.
class Remover {
public:
  // Throws Error where no worker is to be had.
  Remover(std::string directory, model::Requester actor);
  using Why = messages::RemovalOrder::Why;
  // As remove_artifact(). A cancel while somebody reads the artifact leaves it there.
  void remove(const std::string& id, const std::string& reason, Why why);

private:
  std::string directory_;
  model::Requester actor_;
  postgres::WorkerHandle worker_;  // outlives the channel, whose end it waits for
  ipc::Channel channel_;
};

// The SQL functions' own. Throw Error: insufficient_privilege, what remove_artifact() throws.
void delete_backup(const std::string& id);
// In the caller's transaction.
void hold_backup(const std::string& id, bool held);

}  // namespace paliad::artifacts
