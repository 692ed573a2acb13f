#include "backend/artifacts/removal.hpp"

#include "backend/artifacts/artifact.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/ipc/advisory_locks.hpp"
#include "backend/ipc/artifact_lock.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/values.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/settings.hpp"
#include "core/base/fault_injection.hpp"
#include "core/bundle/bundle_reader.hpp"
#include "core/codes/codes.hpp"
#include "core/store/local_disk_store.hpp"

namespace paliad::artifacts {

namespace {

using postgres::Row;

constexpr auto wrong_state = sqlstate::object_not_in_prerequisite_state;

Error held_error(const std::string& id) {
  return {sqlstate::object_in_use, codes::coded("artifact_held", {{"id", id}}),
          "A held backup is kept until it is released.",
          "SELECT paliad_backup_hold('" + id + "', false);"};
}

// Throws the reason why the row was not updated.
[[noreturn]] void refuse(const std::string& id) {
  require_artifact(artifact_row(id));
  throw held_error(id);
}

// Throws where the file's manifest names another backup or installation. A damaged file can't say
// who made it, so it passes.
void require_file_of(const store::ArtifactStore& store, const ArtifactRow& row,
                     const std::string& key) {
  std::optional<model::BundleInfo> info;
  try {
    const auto artifact = store.open(key);
    info = bundle::manifest_of({artifact->fd(), key, bundle::most_entries});
  } catch (const Error&) {
    return;
  }
  if (info->id == row.id && (info->installation.empty() || info->installation == row.installation))
    return;
  throw Error(wrong_state, "the file of backup " + row.id + " is another backup's",
              "Its manifest says that it is backup " + info->id + " of installation " +
                  info->installation + ".",
              "Find out who put it there.");
}

// Decides on the removal, commits `deleted_at` and `removing`, and returns the artifact's key.
// Removals are decided one after the other, so that each sees what the one before has left.
std::string commit_removal(const store::ArtifactStore& store, const std::string& id,
                           const std::string& reason, const model::Requester& actor,
                           const Decision& decide) {
  postgres::Transaction transaction;
  ipc::lock_removals();
  const ArtifactRow row = artifact_row(id);
  require_own(row);
  if (decide) decide();
  catalog::set_audit_reason(id);
  const auto rows = catalog::catalog_write(
      "UPDATE paliad.backups SET deleted_at = clock_timestamp(), removing = true"
      " WHERE id = $1::uuid AND status = 'done' AND deleted_at IS NULL"
      "   AND NOT held AND storage_uri IS NOT NULL"
      " RETURNING jsonb_build_object('reason', $2, 'storage_uri', storage_uri)",
      {id, reason});
  if (rows.empty()) refuse(id);
  std::string key = own_key(store, row);
  require_file_of(store, row, key);
  catalog::audit("backup_deleted", id, actor, *rows[0][0]);
  catalog::announce(id, "deleted");
  transaction.commit();
  return key;
}

// Resets `removing`, because the file is gone: a file of that name is from now on somebody else's.
// Doesn't wait for a row that is locked; the next run does it then.
void note_removed(const std::string& id) {
  catalog::set_audit_reason(id);
  (void)catalog::catalog_write("UPDATE paliad.backups SET removing = false"
                               " WHERE id = (SELECT id FROM ONLY paliad.backups WHERE id = $1::uuid"
                               "              FOR NO KEY UPDATE SKIP LOCKED)",
                               {id});
}

// Removes the file and resets `removing`. False where either failed: the next run tries again.
bool finish(store::ArtifactStore& store, const std::string& id, const std::string& key,
            bool again = true) {
  try {
    (void)store.remove(key);
    fault_point("removed");
    postgres::Transaction transaction;
    note_removed(id);
    transaction.commit();
    return true;
  } catch (const Error& error) {
    // A committed decision is carried out even where the session that asked for it ends meanwhile,
    // which cancels the running statement.
    if (again && error.state() == sqlstate::query_canceled) return finish(store, id, key, false);
    postgres::log_warning("the removal of the file of backup " + id +
                          " could not be finished; the next run tries again: " + error.what());
    return false;
  }
}

}  // namespace

void remove_artifact(store::ArtifactStore& store, const std::string& id, const std::string& reason,
                     const model::Requester& actor, const Poll& poll, const Decision& decide) {
  const ipc::ArtifactRemovalLock lock(id, poll);
  if (!lock.held())
    throw Error(sqlstate::object_in_use, codes::coded("artifact_being_read", {{"id", id}}), {},
                "Try again when the download or the check has ended.");
  const std::string key = commit_removal(store, id, reason, actor, decide);
  if (finish(store, id, key)) postgres::log_info("backup " + id + " was removed: " + reason);
}

namespace {

// False where the file is still there. That is no error, because the run that calls this matters
// more.
bool remove_late(store::ArtifactStore& store, const std::string& id, const std::string& key) {
  try {
    if (store.remove(key))
      postgres::log_info("the file of backup " + id + ", removed before, is gone now");
    return true;
  } catch (const Error& error) {
    postgres::log_warning("the file of backup " + id +
                          ", removed before, is still there: " + error.what());
    return false;
  }
}

// Reads the row again under the lock, because the artifact may have been imported meanwhile; with
// the lock held it can't be. A row whose URI names another file says nothing about this directory.
void finish_removal(store::ArtifactStore& store, const std::string& id) {
  const ipc::ArtifactRemovalLock lock(id);
  if (!lock.held()) return;
  const auto rows =
      catalog::catalog_query("SELECT storage_uri, " + std::string(catalog::started_seconds) +
                                 "  FROM ONLY paliad.backups"
                                 " WHERE id = $1::uuid AND removing AND deleted_at IS NOT NULL"
                                 "   AND installation = ANY ($2::uuid[])",
                             {id, postgres::array_literal(catalog::own_installations())});
  if (rows.empty()) return;
  const auto key = catalog::key_of_row(rows[0][1], id);
  if (key && rows[0][0] == store.uri_of(*key) && remove_late(store, id, *key)) note_removed(id);
}

}  // namespace

void finish_removals(store::ArtifactStore& store) {
  for (const Row& row : catalog::catalog_query("SELECT id FROM ONLY paliad.backups WHERE removing"))
    finish_removal(store, *row[0]);
}

Remover::Remover(std::string directory, model::Requester actor)
    : directory_(std::move(directory)), actor_(std::move(actor)), channel_(ipc::Channel::create()) {
  channel_.watch(worker_.take(postgres::start_worker(
      "paliad_backup remover", "paliad_backup_remover_main", channel_.handle(), MyDatabaseId)));
  channel_.end_worker_with_channel();
}

void Remover::remove(const std::string& id, const std::string& reason, Why why) {
  const messages::RemovalOrder order{why, id, reason, directory_, actor_, settings::lock_timeout()};
  std::string reply;
  if (!channel_.send(messages::removal_order_text(order)) || !channel_.receive(reply))
    throw Error(wrong_state, "the worker that removes artifacts ended unexpectedly", {},
                "The server's log says why; paliad.backups says whether the artifact is there.");
  messages::require_ok(reply);
}

void delete_backup(const std::string& id) {
  const model::Requester requester = access::require_right();
  const ArtifactRow row = artifact_row(id);
  require_artifact(row);
  if (row.held) throw held_error(id);
  require_own(row);
  const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  (void)own_key(store, row);
  Remover(store.directory(), requester)
      .remove(id, "deleted by " + requester.email, Remover::Why::asked);
}

void hold_backup(const std::string& id, bool held) {
  const model::Requester requester = access::require_right();
  const ArtifactRow row = artifact_row(id);
  require_artifact(row);
  require_own(row);
  postgres::SettingsScope settings;
  settings.set("paliad.audit_reason", ("paliad_backup: backup " + id).c_str());
  const auto changed =
      catalog::catalog_write("UPDATE paliad.backups SET held = $2::boolean"
                             " WHERE id = $1::uuid AND held <> $2::boolean RETURNING id",
                             {id, std::string(held ? "t" : "f")});
  if (!changed.empty())
    (void)catalog::note_in_audit_log(held ? "backup_held" : "backup_released", requester,
                                     policy::Metadata().text("backup_id", id));
}

}  // namespace paliad::artifacts
