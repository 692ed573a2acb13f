#include "schedule/retention.hpp"

#include "backup/gate.hpp"
#include "backup/removal.hpp"
#include "backup/roles.hpp"
#include "postgres/clock.hpp"
#include "postgres/report.hpp"
#include "postgres/scopes.hpp"
#include "postgres/transaction.hpp"
#include "postgres/worker.hpp"
#include "settings.hpp"
#include "store/artifact_name.hpp"
#include "store/local_disk_store.hpp"

#include <set>

namespace paliad::schedule {

namespace {

using postgres::Row;

RetentionRules rules_of_settings() {
  const settings::Retention set = settings::retention();
  return {set.days, set.keep, set.daily, set.weekly, set.monthly};
}

std::set<std::string> keys_in(const store::ArtifactStore& store) {
  std::set<std::string> keys;
  for (const store::Entry& entry : store.list()) keys.insert(entry.key);
  return keys;
}

// In the current snapshot. An artifact is being read while somebody holds its lock
// (postgres/artifact_lock).
std::vector<KeptArtifact> artifacts_of_catalog(const store::ArtifactStore& store) {
  const std::set<std::string> keys = keys_in(store);
  std::vector<KeptArtifact> artifacts;
  for (const Row& row : postgres::query(
           "SELECT b.id, floor(extract(epoch FROM b.started_at))::bigint, b.held, b.storage_uri,"
           "       EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 5"
           "                  AND l.classid = 1885432937 AND l.mode = 'ShareLock'"
           "                  AND l.database = (SELECT oid FROM pg_database"
           "                                     WHERE datname = current_database())"
           "                  AND l.objid = ('x' || left(b.id::text, 8))::bit(32)::bigint::oid),"
           "       b.verified_ok IS FALSE OR b.drilled_ok IS FALSE"
           "  FROM ONLY paliad.backups b"
           " WHERE b.status = 'done' AND b.deleted_at IS NULL")) {
    const std::int64_t started_at = std::stoll(*row[1]);
    const std::string key = store::artifact_key(started_at, *row[0]);
    KeptArtifact artifact;
    artifact.id = *row[0];
    constexpr std::int64_t epoch_2000 = 946'684'800;
    artifact.started_at = (started_at - epoch_2000) * second;
    artifact.held = row[2] == "t";
    artifact.being_read = row[4] == "t";
    artifact.present = keys.count(key) != 0 && row[3] == store.uri_of(key);
    artifact.damaged = row[5] == "t";
    artifacts.push_back(std::move(artifact));
  }
  return artifacts;
}

std::string reason_of(const RetentionDecision& decision) { return "retention: " + decision.reason; }

Row row_of(const RetentionDecision& decision, const char* action) {
  return {decision.id, std::string(action), decision.reason};
}

}  // namespace

std::vector<RetentionDecision> decide_retention(const store::ArtifactStore& store) {
  postgres::SettingsScope settings;
  settings.pin();
  const postgres::RoleScope acting(backup::reader());
  return apply_retention(artifacts_of_catalog(store), rules_of_settings(), postgres::now());
}

void expire_artifacts(store::ArtifactStore& store) {
  std::vector<RetentionDecision> decisions;
  {
    postgres::Transaction transaction;
    decisions = decide_retention(store);
    transaction.commit();
  }
  for (const RetentionDecision& decision : decisions) {
    if (postgres::shutdown_requested()) return;
    if (!decision.remove) continue;
    try {
      backup::remove_artifact(store, decision.id, reason_of(decision), backup::system_requester(),
                              [] {});
    } catch (const Error& error) {
      postgres::log_warning("backup " + decision.id + " could not be removed: " + error.what());
    }
  }
}

std::vector<Row> expire(bool dry_run) {
  const backup::Requester requester = backup::require_right();
  const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  std::optional<backup::Remover> remover;
  std::vector<Row> rows;
  for (const RetentionDecision& decision : decide_retention(store)) {
    if (!decision.remove || dry_run) {
      rows.push_back(row_of(decision, decision.remove ? "remove" : "keep"));
      continue;
    }
    if (!remover) remover.emplace(store.directory(), requester);
    remover->remove(decision.id, reason_of(decision));
    rows.push_back(row_of(decision, "removed"));
  }
  return rows;
}

}  // namespace paliad::schedule
