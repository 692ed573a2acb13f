#include "backend/artifacts/retention.hpp"

#include "backend/access/authorization.hpp"
#include "backend/artifacts/removal.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/ipc/lock_tags.hpp"
#include "backend/postgres/clock.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/transaction.hpp"
#include "backend/postgres/values.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/settings.hpp"
#include "core/codes/codes.hpp"
#include "core/store/local_disk_store.hpp"

#include <algorithm>
#include <set>

namespace paliad::artifacts {

namespace {

using postgres::Row;

policy::RetentionRules rules_of_settings() {
  const settings::Retention set = settings::retention();
  return {set.days, set.keep, set.daily, set.weekly, set.monthly};
}

std::set<std::string> keys_in(const store::ArtifactStore& store) {
  std::set<std::string> keys;
  for (const store::Entry& entry : store.list()) keys.insert(entry.key);
  return keys;
}

// The catalog's artifacts: those that the policy decides on, and the decisions for all others,
// which stay.
struct Catalog {
  std::vector<policy::KeptArtifact> own;
  std::vector<policy::RetentionDecision> others;
};

policy::RetentionDecision stays(const std::string& id, CodedText reason) {
  policy::RetentionDecision decision;
  decision.id = id;
  decision.counts = false;
  decision.reason = std::move(reason);
  return decision;
}

// An artifact is being read while somebody holds its lock (backend/ipc/lock_tags).
const std::string artifacts_query =
    "SELECT b.id, " + std::string(catalog::started_seconds) +
    ", b.held, b.storage_uri,"
    "       EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory'"
    "                  AND l.classid = $1::oid AND l.objsubid = $2::int2"
    "                  AND l.mode = 'ShareLock'"
    "                  AND l.database = (SELECT oid FROM pg_database"
    "                                     WHERE datname = current_database())"
    "                  AND l.objid = " +
    ipc::artifact_lock_key_sql("b.id") +
    "),"
    "       b.verified_ok IS FALSE OR b.drilled_ok IS FALSE, b.installation, " +
    catalog::wrong_columns +
    "  FROM ONLY paliad.backups b"
    " WHERE b.status = 'done' AND b.deleted_at IS NULL OR " +
    catalog::wrong_columns +
    " <> ''"
    " ORDER BY b.started_at DESC";

struct Artifact {
  std::string id;
  postgres::Text started_seconds;
  bool held = false;
  postgres::Text uri;
  bool being_read = false;
  bool damaged = false;
  postgres::Text installation;
  std::string wrong;  // columns that can't be right
};

Artifact artifact_of(const Row& row) {
  return {*row[0],
          row[1],
          postgres::is_true(row[2]),
          row[3],
          postgres::is_true(row[4]),
          postgres::is_true(row[5]),
          row[6],
          row[7].value_or("")};
}

Catalog read_artifacts(const store::ArtifactStore& store) {
  const std::set<std::string> keys = keys_in(store);
  const std::vector<std::string> own = catalog::own_installations();
  Catalog catalog;
  for (const Row& columns : catalog::catalog_query(
           artifacts_query, {ipc::lock_classid(), ipc::lock_objsubid(ipc::LockKind::artifact)})) {
    const Artifact row = artifact_of(columns);
    const auto key = catalog::key_of_row(row.started_seconds, row.id);
    if (!key || !row.wrong.empty()) {
      catalog.others.push_back(stays(row.id, codes::coded("row_wrong", {{"columns", row.wrong}})));
      continue;
    }
    if (!row.installation || std::find(own.begin(), own.end(), *row.installation) == own.end()) {
      catalog.others.push_back(
          stays(row.id, codes::coded("made_by_other",
                                     {{"installation", row.installation.value_or("unknown")}})));
      continue;
    }
    policy::KeptArtifact artifact;
    artifact.id = row.id;
    artifact.started_at = from_unix_seconds(std::stoll(*row.started_seconds));
    artifact.held = row.held;
    artifact.being_read = row.being_read;
    artifact.present = keys.count(*key) != 0 && row.uri == store.uri_of(*key);
    artifact.damaged = row.damaged;
    catalog.own.push_back(std::move(artifact));
  }
  return catalog;
}

std::string reason_of(const policy::RetentionDecision& decision) {
  return "retention: " + decision.reason.text;
}

Row row_of(const policy::RetentionDecision& decision, const char* action) {
  return postgres::with_code({decision.id, std::string(action)}, decision.reason);
}

}  // namespace

std::vector<policy::RetentionDecision> decide_retention(const store::ArtifactStore& store) {
  Catalog catalog = read_artifacts(store);
  auto decisions =
      policy::apply_retention(std::move(catalog.own), rules_of_settings(), postgres::now());
  decisions.insert(decisions.end(), catalog.others.begin(), catalog.others.end());
  return decisions;
}

void require_still_to_go(const store::ArtifactStore& store, const std::string& id) {
  for (const policy::RetentionDecision& decision : decide_retention(store))
    if (decision.id == id && !decision.remove)
      throw Error(sqlstate::object_in_use, "the artifact of backup " + id + " stays after all",
                  "Retention was asked again: " + decision.reason.text + ".",
                  "Nothing is to be done.");
}

void expire_artifacts(store::ArtifactStore& store) {
  std::vector<policy::RetentionDecision> decisions;
  {
    postgres::Transaction transaction;
    decisions = decide_retention(store);
    transaction.commit();
  }
  for (const policy::RetentionDecision& decision : decisions) {
    if (postgres::shutdown_requested()) return;
    if (!decision.remove) continue;
    try {
      artifacts::remove_artifact(
          store, decision.id, reason_of(decision), access::system_requester(), [] {},
          [&] { require_still_to_go(store, decision.id); });
    } catch (const Error& error) {
      postgres::log_warning("backup " + decision.id + " could not be removed: " + error.what());
    }
  }
}

namespace {

// Removes one artifact and returns its row. The decision is made again, because meanwhile another
// artifact may have been removed or held, or somebody may have begun to read it.
Row remove_one(artifacts::Remover& remover, const policy::RetentionDecision& decision) {
  try {
    remover.remove(decision.id, reason_of(decision), artifacts::Remover::Why::retention);
    return row_of(decision, "removed");
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    CodedText why = codes::failure_of(error);
    if (!error.detail().empty()) why.text += ": " + error.detail();
    return postgres::with_code({decision.id, std::string("keep")}, why);
  }
}

}  // namespace

std::vector<Row> expire(bool dry_run) {
  const model::Requester requester = access::require_right();
  const store::LocalDiskStore store(settings::export_dir(), DataDir, store::Missing::refuse);
  std::optional<artifacts::Remover> remover;
  std::vector<Row> rows;
  for (const policy::RetentionDecision& decision : decide_retention(store)) {
    if (!decision.remove || dry_run) {
      rows.push_back(row_of(decision, decision.remove ? "remove" : "keep"));
      continue;
    }
    if (!remover) remover.emplace(store.directory(), requester);
    rows.push_back(remove_one(*remover, decision));
  }
  return rows;
}

}  // namespace paliad::artifacts
