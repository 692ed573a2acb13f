#include "backup/verification.hpp"

#include "backup/artifact.hpp"
#include "backup/catalog_row.hpp"
#include "backup/catalog_writing.hpp"
#include "postgres/report.hpp"
#include "postgres/scopes.hpp"
#include "postgres/valves.hpp"
#include "settings.hpp"
#include "store/local_disk_store.hpp"
#include "verify/verify.hpp"

namespace paliad::backup {

namespace {

using verify::Finding;

verify::Expected expected_of(const ArtifactRow& row) {
  verify::Expected expected;
  expected.id = row.id;
  expected.database = *postgres::query("SELECT pg_catalog.current_database()")[0][0];
  expected.bytes = row.bytes;
  expected.sha256 = catalog_row(row.id, "sha256")[0].value_or("");
  return expected;
}

// The file that can't be had is a finding too.
std::vector<Finding> findings_of(store::LocalDiskStore& store, const ArtifactRow& row) {
  std::unique_ptr<store::Artifact> artifact;
  try {
    artifact = store.open(own_key(store, row));
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    return {{"file", false, error.what()}};
  }
  return verify::verify_artifact(
      artifact->fd(), row.key, expected_of(row), [&] { return store.scratch(); },
      postgres::check_interrupts);
}

void keep_result(const std::string& id, bool ok) {
  if (XactReadOnly || RecoveryInProgress()) {
    postgres::notice("the result is not kept in paliad.backups: this transaction can't write");
    return;
  }
  postgres::SettingsScope settings;
  settings.pin();
  settings.set("paliad.audit_reason", ("paliad_backup: backup " + id + " verified").c_str());
  (void)write("UPDATE paliad.backups SET verified_at = clock_timestamp(), verified_ok = $2::boolean"
              " WHERE id = $1::uuid",
              {id, std::string(ok ? "t" : "f")});
}

}  // namespace

std::vector<postgres::Row> verify_backup(const std::string& id) {
  const ArtifactRow row = hold_artifact(id);
  store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  const std::vector<Finding> findings = findings_of(store, row);
  keep_result(id, verify::all_ok(findings));
  std::vector<postgres::Row> rows;
  rows.reserve(findings.size());
  for (const Finding& finding : findings)
    rows.push_back({finding.item, finding.ok ? "t" : "f", finding.detail});
  return rows;
}

}  // namespace paliad::backup
