// paliad_backup_verify(): proves an artifact, and keeps the result in the catalog.
#pragma once

#include "backend/postgres/statement.hpp"
#include "core/store/store.hpp"
#include "core/verify/verify.hpp"

#include <memory>
#include <string>
#include <vector>

namespace paliad::artifacts {

// (item, ok, detail, code, arguments) for each check of the artifact of backup `id`. A fault of the
// file is a row; an Error is for wrong use: no right, no such backup, one that is not done or whose
// artifact was removed. In a transaction that may write, the catalog keeps the time and the result.
std::vector<postgres::Row> verify_backup(const std::string& id);

// An artifact and the findings of its checks.
struct ProvedArtifact {
  std::unique_ptr<store::Artifact> file;  // null where it can't be opened: a finding says why
  std::vector<verify::Finding> findings;
};

// The artifact of backup `id`, held as hold_artifact() does it, open, and checked. Throws Error as
// verify_backup() does.
ProvedArtifact prove_artifact(const std::string& id);

// (item, ok, detail, code, arguments) for each finding.
std::vector<postgres::Row> rows_of(const std::vector<verify::Finding>& findings);

}  // namespace paliad::artifacts
