#include "backend/artifacts/artifact.hpp"

#include "backend/access/authorization.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/ipc/artifact_lock.hpp"
#include "backend/postgres/valves.hpp"
#include "backend/settings.hpp"
#include "core/bundle/bundle_reader.hpp"
#include "core/codes/codes.hpp"
#include "core/store/artifact_name.hpp"
#include "core/store/local_disk_store.hpp"

#include <algorithm>
#include <optional>

namespace paliad::artifacts {

namespace {

const std::string artifact_columns =
    "id, status, storage_uri, size_bytes, deleted_at, error, held, installation, " +
    std::string(catalog::started_seconds) + ", " + catalog::wrong_columns;

struct ColumnsOfRow {
  std::string id;
  std::string status;
  postgres::Text uri;
  postgres::Text bytes;
  postgres::Text deleted_at;
  postgres::Text error;
  bool held = false;
  postgres::Text installation;
  postgres::Text started_seconds;
  std::string wrong;  // columns that can't be right
};

ColumnsOfRow columns_of(const postgres::Row& row) {
  return {*row[0], *row[1], row[2], row[3], row[4], row[5], postgres::is_true(row[6]),
          row[7],  row[8],  *row[9]};
}

}  // namespace

ArtifactRow artifact_row(const std::string& id) {
  const ColumnsOfRow row = columns_of(catalog::catalog_row(id, artifact_columns));
  if (!row.wrong.empty()) throw catalog::changed_row(row.id, row.wrong + " can't be right");
  ArtifactRow artifact;
  artifact.id = row.id;
  artifact.status = row.status;
  artifact.uri = row.uri.value_or("");
  artifact.bytes = row.bytes ? std::stoull(*row.bytes) : 0;
  artifact.complete = row.uri && row.bytes && row.bytes->front() != '-';
  artifact.deleted_at = row.deleted_at;
  artifact.error = row.error.value_or("");
  artifact.held = row.held;
  artifact.installation = row.installation;
  const auto key = catalog::key_of_row(row.started_seconds, artifact.id);
  if (!key) throw catalog::changed_row(artifact.id, "started_at can't be right");
  artifact.key = *key;
  return artifact;
}

void require_own(const ArtifactRow& row) {
  const auto own = catalog::own_installations();
  if (!row.installation || std::find(own.begin(), own.end(), *row.installation) == own.end())
    throw catalog::foreign_artifact(row.id, row.installation);
}

void require_artifact(const ArtifactRow& row) {
  constexpr auto state = sqlstate::object_not_in_prerequisite_state;
  if (row.status == "running")
    throw Error(sqlstate::object_in_use, codes::coded("still_running", {{"id", row.id}}), {},
                "Wait until it is done.");
  if (row.status != "done" || !row.complete)
    throw Error(state, codes::coded("no_artifact", {{"id", row.id}}), row.error,
                "Use a backup whose status is done.");
  if (row.deleted_at)
    throw Error(sqlstate::undefined_file,
                codes::coded("artifact_removed", {{"id", row.id}, {"at", *row.deleted_at}}), {},
                "Use a backup whose deleted_at is NULL.");
}

std::string own_key(const store::ArtifactStore& store, const ArtifactRow& row) {
  std::string key = store.key_of(row.uri);
  if (key != row.key)
    throw Error(
        sqlstate::data_corrupted, "storage URI names another backup's artifact",
        "Backup " + row.id + " has the URI \"" + row.uri + "\".",
        "Somebody changed the row in paliad.backups; the audit log has the artifact's URI.");
  return key;
}

ArtifactRow hold_artifact(const std::string& id) {
  (void)access::require_right();
  if (!ipc::try_hold_artifact(id))
    throw Error(sqlstate::object_in_use, codes::coded("artifact_being_removed", {{"id", id}}), {},
                "Use another backup.");
  ArtifactRow row = artifact_row(id);
  require_artifact(row);
  return row;
}

namespace {

// Databases may share the directory: an edited row must not give access to another database's
// artifact. A damaged artifact can't say who made it, so it passes.
void require_maker(const store::Artifact& artifact, const ArtifactRow& row) {
  std::optional<model::BundleInfo> info;
  try {
    info = bundle::manifest_of({artifact.fd(), row.id, bundle::most_entries});
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    return;
  }
  if (info->id == row.id && (info->installation.empty() || info->installation == row.installation))
    return;
  throw Error(sqlstate::insufficient_privilege,
              "the artifact of backup " + row.id + " is not the one that its row describes",
              "Its manifest says that it is backup " + info->id +
                  " of another installation, or its "
                  "row doesn't say which one made it.",
              "Where it is this database's, a superuser sets paliad.backups.installation as the "
              "manifest has it.");
}

}  // namespace

std::unique_ptr<store::Artifact> open_artifact(const std::string& id) {
  const ArtifactRow row = hold_artifact(id);
  const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  auto artifact = store.open(own_key(store, row));
  if (artifact->size() != row.bytes)
    throw Error(sqlstate::data_corrupted, "the artifact of backup " + id + " is damaged",
                "It has " + std::to_string(artifact->size()) + " bytes; the catalog says " +
                    std::to_string(row.bytes) + ".",
                "Use another backup, and find out what changed the file.");
  require_maker(*artifact, row);
  return artifact;
}

}  // namespace paliad::artifacts
