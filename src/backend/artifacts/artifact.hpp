// A finished backup's artifact: its row in the catalog, and its file.
#pragma once

#include "backend/postgres/statement.hpp"
#include "core/store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace paliad::artifacts {

// A backup's row in the catalog.
struct ArtifactRow {
  std::string id;
  std::string status;
  std::string uri;  // empty where there is none
  std::uint64_t bytes = 0;
  bool complete = false;  // it has a URI and a size
  postgres::Text deleted_at;
  std::string error;
  bool held = false;
  postgres::Text installation;  // that made it
  std::string key;              // that the artifact must have
};

// The row of backup `id` (uuid text). Throws Error: undefined_object where there is no such backup,
// data_corrupted for a row that somebody has changed so that it can't be right.
ArtifactRow artifact_row(const std::string& id);

// Throws Error: object_in_use where the backup is running, object_not_in_prerequisite_state where
// it is not done, undefined_file where its artifact was removed.
void require_artifact(const ArtifactRow& row);

// Throws Error(object_not_in_prerequisite_state) where another installation made the artifact
// (installation.hpp): this one may read it, but neither remove nor hold it.
void require_own(const ArtifactRow& row);

// The key in the row's URI. Throws Error(data_corrupted) where it is not this backup's own key, so
// that an edited row can't name another file; what key_of() throws.
std::string own_key(const store::ArtifactStore& store, const ArtifactRow& row);

// Keeps the artifact from being removed until the transaction ends, and returns its row. Checks the
// caller's right first. Throws Error for an unknown id, and for a backup that is not done, or whose
// artifact was removed or is being removed.
ArtifactRow hold_artifact(const std::string& id);

// The artifact of backup `id` (uuid text), held and open for reading. Throws Error as
// hold_artifact() does, and for an artifact that lies outside the export directory, is gone, has
// another size than the catalog says (data_corrupted), or whose manifest names another backup or
// another installation (insufficient_privilege).
std::unique_ptr<store::Artifact> open_artifact(const std::string& id);

}  // namespace paliad::artifacts
