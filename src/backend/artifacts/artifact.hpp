// A finished backup's artifact, as the catalog has it and as a file.
#pragma once

#include "backend/postgres/statement.hpp"
#include "core/store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace paliad::artifacts {

// What the catalog says of one.
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

// Throws Error: undefined_object where there is no such backup, data_corrupted for a row that
// somebody has changed so that it can't be right.
ArtifactRow artifact_row(const std::string& id);

// Throws Error where it is not done, or was removed.
void require_artifact(const ArtifactRow& row);

// Throws Error(object_not_in_prerequisite_state) where another installation made it
// (installation.hpp): it may be read, but neither removed nor kept.
void require_own(const ArtifactRow& row);

// The key in the row's URI, which must be this backup's own: an edited row leads to no other file.
// Throws Error(data_corrupted), what key_of() throws.
std::string own_key(const store::ArtifactStore& store, const ArtifactRow& row);

// Keeps the artifact from being removed until the transaction ends, and returns its row. Checks the
// caller's right first. Throws Error for an unknown id, one that is not done, was removed or is
// being removed.
ArtifactRow hold_artifact(const std::string& id);

// The artifact of backup `id` (a uuid's text), held and open for reading. Throws Error as
// hold_artifact() does, and for one that lies outside the export directory, is gone or has another
// size than the catalog says.
std::unique_ptr<store::Artifact> open_artifact(const std::string& id);

}  // namespace paliad::artifacts
