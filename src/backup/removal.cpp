#include "backup/removal.hpp"

#include "backup/artifact.hpp"
#include "backup/catalog_row.hpp"
#include "backup/catalog_writing.hpp"
#include "backup/message.hpp"
#include "base/fault.hpp"
#include "postgres/artifact_lock.hpp"
#include "postgres/report.hpp"
#include "postgres/scopes.hpp"
#include "postgres/worker.hpp"
#include "settings.hpp"
#include "store/artifact_name.hpp"
#include "store/local_disk_store.hpp"

namespace paliad::backup {

namespace {

using postgres::Row;

constexpr auto wrong_state = sqlstate::object_not_in_prerequisite_state;

Error held_error(const std::string& id) {
  return {sqlstate::object_in_use, "backup " + id + " is held",
          "A held backup is kept until it is released.",
          "SELECT paliad_backup_hold('" + id + "', false);"};
}

// Why the row was not updated.
[[noreturn]] void refuse(const std::string& id) {
  const ArtifactRow row = artifact_row(id);
  require_artifact(row);
  throw held_error(id);
}

// The row says `deleted_at`, and that its file may still be there, when this returns: committed.
std::string commit_removal(const store::ArtifactStore& store, const std::string& id,
                           const std::string& reason, const Requester& actor) {
  postgres::Transaction transaction;
  set_audit_reason(id);
  const auto rows =
      write("UPDATE paliad.backups SET deleted_at = clock_timestamp(), removing = true"
            " WHERE id = $1::uuid AND status = 'done' AND deleted_at IS NULL"
            "   AND NOT held AND storage_uri IS NOT NULL"
            " RETURNING jsonb_build_object('reason', $2, 'storage_uri', storage_uri)",
            {id, reason});
  if (rows.empty()) refuse(id);
  std::string key = own_key(store, artifact_row(id));
  audit("backup_deleted", id, actor, *rows[0][0]);
  announce(id, "deleted");
  transaction.commit();
  return key;
}

// The file is gone: another one in its place is somebody's. A row that is locked waits for the next
// run, and nobody waits for it.
void note_removed(const std::string& id) {
  set_audit_reason(id);
  (void)write("UPDATE paliad.backups SET removing = false"
              " WHERE id = (SELECT id FROM ONLY paliad.backups WHERE id = $1::uuid"
              "              FOR NO KEY UPDATE SKIP LOCKED)",
              {id});
}

}  // namespace

void remove_artifact(store::ArtifactStore& store, const std::string& id, const std::string& reason,
                     const Requester& actor, const Poll& poll) {
  const postgres::ArtifactRemovalLock lock(id, poll);
  if (!lock.held())
    throw Error(sqlstate::object_in_use, "the artifact of backup " + id + " is being read", {},
                "Try again when the download or the check has ended.");
  const std::string key = commit_removal(store, id, reason, actor);
  try {
    (void)store.remove(key);
    fault_point("removed");
    postgres::Transaction transaction;
    note_removed(id);
    transaction.commit();
  } catch (const Error& error) {
    postgres::log_warning("the removal of the file of backup " + id +
                          " could not be ended; the next run tries again: " + error.what());
    return;
  }
  postgres::log_info("backup " + id + " was removed: " + reason);
}

namespace {

// False where the file is still there: the next backup matters more.
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

// Asks the catalog once the artifact can't be taken back any more, whatever the transaction has
// read before. A row that names another file says nothing about this directory.
void finish_removal(store::ArtifactStore& store, const std::string& id) {
  const postgres::ArtifactRemovalLock lock(id);
  if (!lock.held()) return;
  const auto rows = write("SELECT storage_uri, floor(extract(epoch FROM started_at))::bigint"
                          "  FROM ONLY paliad.backups"
                          " WHERE id = $1::uuid AND removing AND deleted_at IS NOT NULL",
                          {id});
  if (rows.empty()) return;
  const std::string key = store::artifact_key(std::stoll(*rows[0][1]), id);
  if (rows[0][0] == store.uri_of(key) && remove_late(store, id, key)) note_removed(id);
}

}  // namespace

void finish_removals(store::ArtifactStore& store) {
  for (const Row& row : write("SELECT id FROM ONLY paliad.backups WHERE removing"))
    finish_removal(store, *row[0]);
}

Remover::Remover(std::string directory, Requester actor)
    : directory_(std::move(directory)), actor_(std::move(actor)),
      channel_(postgres::Channel::create()) {
  channel_.watch(worker_.take(postgres::start_worker(
      "paliad_backup remover", "paliad_backup_remover_main", channel_.handle(), MyDatabaseId)));
}

void Remover::remove(const std::string& id, const std::string& reason) {
  Message order("remove");
  order.set("id", id);
  order.set("reason", reason);
  order.set("directory", directory_);
  order.set("actor", actor_.user);
  order.set("actor_email", actor_.email);
  order.set("lock_timeout", std::to_string(settings::lock_timeout()));
  std::string reply;
  if (!channel_.send(order.text()) || !channel_.receive(reply))
    throw Error(wrong_state, "the worker that removes artifacts ended unexpectedly", {},
                "The server's log says why; paliad.backups says whether the artifact is there.");
  require_ok(Message::parse(reply));
}

void delete_backup(const std::string& id) {
  const Requester requester = require_right();
  const ArtifactRow row = artifact_row(id);
  require_artifact(row);
  if (row.held) throw held_error(id);
  const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  (void)own_key(store, row);
  Remover(store.directory(), requester).remove(id, "deleted by " + requester.email);
}

void hold_backup(const std::string& id, bool held) {
  const Requester requester = require_right();
  const ArtifactRow row = artifact_row(id);
  require_artifact(row);
  postgres::SettingsScope settings;
  settings.pin();
  settings.set("paliad.audit_reason", ("paliad_backup: backup " + id).c_str());
  (void)write("WITH backup AS ("
              "  UPDATE paliad.backups SET held = $2::boolean"
              "   WHERE id = $1::uuid AND held <> $2::boolean RETURNING id)"
              " INSERT INTO paliad.system_audit_log (event_type, actor_id, actor_email, metadata)"
              " SELECT CASE WHEN $2::boolean THEN 'backup_held' ELSE 'backup_released' END,"
              "        $3::uuid, $4, jsonb_build_object('backup_id', id) FROM backup",
              {id, std::string(held ? "t" : "f"), requester.user, requester.email});
}

}  // namespace paliad::backup
