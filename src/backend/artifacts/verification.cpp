#include "backend/artifacts/verification.hpp"

#include "backend/artifacts/artifact.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/postgres/values.hpp"
#include "backend/postgres/valves.hpp"
#include "backend/settings.hpp"
#include "core/codes/codes.hpp"
#include "core/store/local_disk_store.hpp"

namespace paliad::artifacts {

namespace {

using verify::Finding;

verify::Expected expected_of(const ArtifactRow& row) {
  verify::Expected expected;
  expected.id = row.id;
  expected.database = *postgres::query("SELECT pg_catalog.current_database()")[0][0];
  expected.installation = row.installation.value_or("");
  expected.bytes = row.bytes;
  expected.sha256 = catalog::catalog_row(row.id, "sha256")[0].value_or("");
  return expected;
}

// Opens and checks the artifact. A file that can't be opened is a finding, not an error.
ProvedArtifact prove(store::LocalDiskStore& store, const ArtifactRow& row) {
  ProvedArtifact artifact;
  try {
    artifact.file = store.open(own_key(store, row));
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    artifact.findings = {{"file", false, codes::failure_of(error)}};
    return artifact;
  }
  artifact.findings = verify::verify_artifact(
      artifact.file->fd(), row.key, expected_of(row), [&] { return store.scratch(); },
      postgres::check_interrupts);
  return artifact;
}

}  // namespace

std::vector<postgres::Row> rows_of(const std::vector<Finding>& findings) {
  std::vector<postgres::Row> rows;
  rows.reserve(findings.size());
  for (const Finding& finding : findings)
    rows.push_back(postgres::with_code({finding.item, finding.ok ? "t" : "f"}, finding.detail));
  return rows;
}

ProvedArtifact prove_artifact(const std::string& id) {
  const ArtifactRow row = hold_artifact(id);
  store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  return prove(store, row);
}

std::vector<postgres::Row> verify_backup(const std::string& id) {
  const std::vector<Finding> findings = prove_artifact(id).findings;
  catalog::record_check(id, "verified", verify::all_ok(findings));
  return rows_of(findings);
}

}  // namespace paliad::artifacts
