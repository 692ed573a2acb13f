// paliad_backup_verify(): an artifact proved, and the result kept in the catalog.
#pragma once

#include "backend/postgres/statement.hpp"
#include "core/store/store.hpp"
#include "core/verify/verify.hpp"

#include <memory>
#include <string>
#include <vector>

namespace paliad::artifacts {

// (item, ok, detail, code, arguments) for each check of the artifact of backup `id`. Whatever is
// wrong with the file is a row; an Error is for wrong use: no right, no such backup, one that is
// not done or was removed. In a transaction that may write, the catalog keeps when it was and what
// came of it.
std::vector<postgres::Row> verify_backup(const std::string& id);

// An artifact with what its checks found.
struct ProvedArtifact {
  std::unique_ptr<store::Artifact> file;  // null where it can't be had: a finding says why
  std::vector<verify::Finding> findings;
};

// The artifact of backup `id`, held as hold_artifact() does it, open, and checked. Throws Error as
// verify_backup() does.
ProvedArtifact prove_artifact(const std::string& id);

// (item, ok, detail, code, arguments) for each.
std::vector<postgres::Row> rows_of(const std::vector<verify::Finding>& findings);

}  // namespace paliad::artifacts
