#include "backup/artifact.hpp"

#include "backup/catalog_row.hpp"
#include "backup/gate.hpp"
#include "postgres/valves.hpp"
#include "settings.hpp"
#include "store/artifact_name.hpp"

namespace paliad::backup {

namespace {

using postgres::Row;

constexpr const char* columns = "status, storage_uri, size_bytes, deleted_at, error,"
                                " floor(extract(epoch FROM started_at))::bigint, id";

void require_artifact(const std::string& id, const Row& row) {
  constexpr auto state = sqlstate::object_not_in_prerequisite_state;
  if (row[0] == "running")
    throw Error(state, "backup " + id + " is still running", {}, "Wait until it is done.");
  if (row[0] != "done" || !row[1] || !row[2])
    throw Error(state, "backup " + id + " failed and has no artifact", row[4].value_or(""),
                "Use a backup whose status is done.");
  if (row[3])
    throw Error(sqlstate::undefined_file,
                "the artifact of backup " + id + " was removed at " + *row[3], {},
                "Use a backup whose deleted_at is NULL.");
}

// The key in the row's URI, which must be this backup's own: an edited row leads to no other file.
std::string own_key(const store::LocalDiskStore& store, const Row& row) {
  std::string key = store.key_of(*row[1]);
  if (key != store::artifact_key(std::stoll(*row[5]), *row[6]))
    throw Error(
        sqlstate::data_corrupted, "storage URI names another backup's artifact",
        "Backup " + *row[6] + " has the URI \"" + *row[1] + "\".",
        "Somebody changed the row in paliad.backups; the audit log has the artifact's URI.");
  return key;
}

}  // namespace

std::unique_ptr<store::Artifact> open_artifact(const std::string& id) {
  (void)require_right();
  const Row row = catalog_row(id, columns);
  require_artifact(id, row);
  const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  auto artifact = store.open(own_key(store, row));
  if (artifact->size() != std::stoull(*row[2]))
    throw Error(sqlstate::data_corrupted, "the artifact of backup " + id + " is damaged",
                "It has " + std::to_string(artifact->size()) + " bytes; the catalog says " +
                    *row[2] + ".",
                "Use another backup, and find out what changed the file.");
  return artifact;
}

}  // namespace paliad::backup
