// Removes artifacts. First the catalog's row says so (`deleted_at`, `removing`), in a transaction
// of its own that is committed before the file is removed. A crash in between leaves a file that
// the next run removes, never a `done` row without a file. `removing` is reset once the file is
// gone.
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

// Called in the transaction that decides on a removal, while no other removal is decided. Throws
// Error where the artifact must stay after all.
using Decision = std::function<void()>;

// Removes the artifact of backup `id`; `reason` goes into the audit log. Waits up to a second for
// those who read the artifact, and calls `poll` meanwhile. `decide` may be empty. Where the file
// can't be removed once the removal is committed, that goes to the server's log, and the next run
// tries again. Throws Error: undefined_object where there is no such backup, object_in_use while
// the artifact is read or held; as require_artifact(), require_own() and own_key() do; what `poll`
// and `decide` throw.
void remove_artifact(store::ArtifactStore& store, const std::string& id, const std::string& reason,
                     const model::Requester& actor, const Poll& poll, const Decision& decide);

// Removes the files of this installation whose removal was interrupted, in the caller's
// transaction. Throws Error, but not where a file can't be removed: that goes to the server's log.
void finish_removals(store::ArtifactStore& store);

// --- for a session

// A worker that removes artifacts while this object lives; a rollback of the caller's transaction
// doesn't undo what it has done.
class Remover {
public:
  // Throws Error where no worker is free.
  Remover(std::string directory, model::Requester actor);
  using Why = messages::RemovalOrder::Why;
  // Removes as remove_artifact() does. After a cancel while somebody reads the artifact, it stays.
  void remove(const std::string& id, const std::string& reason, Why why);

private:
  std::string directory_;
  model::Requester actor_;
  postgres::WorkerHandle worker_;  // outlives the channel, whose end it waits for
  ipc::Channel channel_;
};

// Removes the artifact of backup `id`, with a Remover. Checks the caller's right first. Throws
// Error: insufficient_privilege, what remove_artifact() throws.
void delete_backup(const std::string& id);
// Sets (`held`) or releases the hold of backup `id`, in the caller's transaction. Checks the
// caller's right first. Throws Error as artifact_row(), require_artifact() and require_own() do.
void hold_backup(const std::string& id, bool held);

}  // namespace paliad::artifacts
