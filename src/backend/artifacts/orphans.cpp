#include "backend/artifacts/orphans.hpp"

#include "backend/access/authorization.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/catalog/catalog_row.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/ipc/artifact_lock.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/values.hpp"
#include "backend/postgres/valves.hpp"
#include "backend/settings.hpp"
#include "core/base/error.hpp"
#include "core/base/file_digest.hpp"
#include "core/bundle/bundle_reader.hpp"
#include "core/bundle/manifest.hpp"
#include "core/codes/codes.hpp"
#include "core/store/artifact_name.hpp"
#include "core/store/local_disk_store.hpp"

#include <algorithm>
#include <set>

namespace paliad::artifacts {

namespace {

using postgres::Row;

// An artifact and, where it can be read, its manifest.
struct Orphan {
  store::Entry entry;
  std::optional<model::BundleInfo> info;
  CodedText problem;  // empty where it can be imported
};

store::LocalDiskStore open_store() {
  return {settings::export_dir(), DataDir, store::Missing::refuse};
}

const std::string files_query = "SELECT " + std::string(catalog::started_seconds) +
                                ", id, removing, storage_uri"
                                "  FROM ONLY paliad.backups"
                                " WHERE status <> 'failed'"
                                "   AND (deleted_at IS NULL OR removing)";

struct FileRow {
  postgres::Text started_seconds;
  std::string id;
  bool removing = false;
  postgres::Text uri;
};

FileRow file_row(const Row& row) { return {row[0], *row[1], postgres::is_true(row[2]), row[3]}; }

// The keys that the catalog knows: those of backups, and of artifacts that are being removed from
// this directory. A file with the name of an artifact that was removed is not among them: somebody
// has put it there.
std::set<std::string> known_keys(const store::ArtifactStore& store) {
  std::set<std::string> keys;
  for (const Row& columns : catalog::catalog_query(files_query)) {
    const FileRow row = file_row(columns);
    const auto key = catalog::key_of_row(row.started_seconds, row.id);
    if (key && (!row.removing || row.uri == store.uri_of(*key))) keys.insert(*key);
  }
  return keys;
}

std::string this_database() { return *postgres::query("SELECT current_database()")[0][0]; }

// Why an artifact can't be this database's; empty where it can. An artifact that this installation
// made is its own, whatever name the database had then.
CodedText mismatch(const model::BundleInfo& info, const std::string& key) {
  if (store::artifact_key(info.started_at, info.id) != key)
    return codes::coded("manifest_of_other_file",
                        {{"file", store::artifact_key(info.started_at, info.id)}});
  const auto own = catalog::own_installations();
  if (std::find(own.begin(), own.end(), info.installation) != own.end()) return {};
  if (info.database != this_database())
    return codes::coded("of_other_database", {{"database", info.database}});
  return {};
}

Orphan inspect(const store::LocalDiskStore& store, const store::Entry& entry) {
  Orphan orphan{entry, std::nullopt, {}};
  try {
    const auto artifact = store.open(entry.key);
    orphan.info = bundle::manifest_of({artifact->fd(), entry.key, bundle::most_entries});
    orphan.problem = mismatch(*orphan.info, entry.key);
  } catch (const Error& error) {
    orphan.problem = codes::failure_of(error);
  }
  return orphan;
}

Row row_of(const Orphan& orphan) {
  Row row{orphan.entry.key, std::to_string(orphan.entry.bytes), {}, {}, {}};
  if (orphan.info) {
    row[2] = orphan.info->id;
    row[3] = to_text(orphan.info->started_at);
    row[4] = orphan.info->database;
  }
  return postgres::with_code(std::move(row), orphan.problem);
}

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw Error(sqlstate::object_not_in_prerequisite_state,
              "artifact \"" + file + "\" can't be imported", "Because " + why + ".",
              "paliad_backup_orphans() lists the artifacts that can.");
}

// The id of the audit log's entry; nothing where the audit log refuses.
postgres::Text note_import(const model::BundleInfo& info, const std::string& uri,
                           const FileDigest& digest, const model::Requester& requester) {
  return catalog::note_in_audit_log("backup_created", requester,
                                    policy::Metadata()
                                        .text("backup_id", info.id)
                                        .text("kind", info.kind)
                                        .text("status", "done")
                                        .flag("imported", true)
                                        .flag("held", true)
                                        .number("size_bytes", digest.bytes)
                                        .text("sha256", to_hex(digest.sha256))
                                        .text("storage_uri", uri));
}

// A row that says `failed` may be overwritten: a crash ended that backup, and its artifact was
// found later. So may the row of a removed artifact, where the file has the same SHA-256.
bool may_be_written(const model::BundleInfo& info, const FileDigest& digest) {
  return catalog::catalog_query(
             "SELECT FROM ONLY paliad.backups WHERE id = $1::uuid AND status <> 'failed'"
             "   AND (deleted_at IS NULL OR sha256 IS DISTINCT FROM $2)",
             {info.id, to_hex(digest.sha256)})
      .empty();
}

// Writes the row, held: somebody wants the artifact, whatever its age. The artifact stays that of
// the installation that made it. False where the catalog has a row for it already.
bool write_row(const model::BundleInfo& info, const std::string& uri, const FileDigest& digest,
               const postgres::Text& audit_id) {
  const auto rows = catalog::catalog_write(
      "INSERT INTO paliad.backups AS b (id, kind, status, requested_by_email, audit_id,"
      "   storage_uri, size_bytes, sha256, row_counts, sheet_count, warnings, started_at,"
      "   finished_at, held, installation)"
      " VALUES ($1::uuid, $2, 'done', $3, $4::uuid, $5, $6::bigint, $7, $8::jsonb, $9::int,"
      "        $10::jsonb, $11::timestamptz, $11::timestamptz, true, nullif($12, '')::uuid)"
      " ON CONFLICT (id) DO UPDATE SET status = 'done', audit_id = EXCLUDED.audit_id,"
      "   storage_uri = EXCLUDED.storage_uri, size_bytes = EXCLUDED.size_bytes,"
      "   sha256 = EXCLUDED.sha256, row_counts = EXCLUDED.row_counts,"
      "   sheet_count = EXCLUDED.sheet_count, warnings = EXCLUDED.warnings, error = NULL,"
      "   error_state = NULL, error_code = NULL, error_arguments = NULL,"
      "   deleted_at = NULL, removing = false, held = true,"
      "   verified_at = NULL, verified_ok = NULL, drilled_at = NULL, drilled_ok = NULL,"
      "   installation = EXCLUDED.installation"
      " WHERE b.status = 'failed' OR b.deleted_at IS NOT NULL RETURNING b.id",
      {info.id, info.kind, info.requested_by, audit_id, uri, std::to_string(digest.bytes),
       to_hex(digest.sha256), bundle::row_counts_json(info.sheets),
       std::to_string(info.sheets.size()), bundle::warnings_json(info.warnings),
       to_text(info.started_at), info.installation});
  return !rows.empty();
}

}  // namespace

namespace {

// Calls `f` with each artifact of the directory that the catalog doesn't know.
template <class F>
void for_each_orphan(F&& f) {
  const store::LocalDiskStore store = open_store();
  const std::set<std::string> known = known_keys(store);
  for (const store::Entry& entry : store.list()) {
    postgres::check_interrupts();
    if (known.count(entry.key) == 0) f(inspect(store, entry));
  }
}

// Keeps the artifact from being removed until the transaction ends. The id comes from its manifest,
// because the file's name has only the beginning of it.
void hold_named(const store::LocalDiskStore& store, const std::string& file) {
  const auto artifact = store.open(file);
  const model::BundleInfo info = bundle::manifest_of({artifact->fd(), file, bundle::most_entries});
  if (const CodedText why = mismatch(info, file); !why.empty()) refuse(file, why.text);
  if (!ipc::try_hold_artifact(info.id))
    throw Error(sqlstate::object_in_use, codes::coded("artifact_being_removed", {{"id", info.id}}),
                {}, "Put it back when it is gone.");
}

// Tells the client how to release the hold: only the installation that the artifact belongs to can.
void tell_of_hold(const model::BundleInfo& info) {
  const std::vector<std::string> own = catalog::own_installations();
  const bool is_own = std::find(own.begin(), own.end(), info.installation) != own.end();
  const std::string& maker = info.installation;
  postgres::notice(
      "backup " + info.id + " is held, and no retention removes it: " +
      (is_own ? "SELECT paliad_backup_hold('" + info.id + "', false) releases it"
              : "it belongs to another installation" +
                    (maker.empty() ? std::string() : " (" + maker + ")") +
                    "; SELECT paliad_backup_take_over(…) makes its backups this one's, where it "
                    "is gone for good"));
}

}  // namespace

std::vector<Row> list_orphans() {
  (void)access::require_right();
  std::vector<Row> rows;
  for_each_orphan([&](const Orphan& orphan) { rows.push_back(row_of(orphan)); });
  return rows;
}

std::size_t count_own_orphans() {
  std::size_t count = 0;
  const std::vector<std::string> own = catalog::own_installations();
  for_each_orphan([&](const Orphan& orphan) {
    const bool is_own =
        orphan.info && std::find(own.begin(), own.end(), orphan.info->installation) != own.end();
    count += orphan.problem.empty() && is_own;
  });
  return count;
}

std::string import_file(const std::string& file) {
  const model::Requester requester = access::require_right();
  postgres::PinnedSettingsScope settings;
  const store::LocalDiskStore store = open_store();
  hold_named(store, file);
  // Opened again, because the artifact may have been removed before it was held.
  const auto artifact = store.open(file);
  const zip::Archive archive(artifact->fd(), file, bundle::most_entries);
  const model::BundleInfo info = bundle::manifest_of(archive);
  if (const CodedText why = mismatch(info, file); !why.empty()) refuse(file, why.text);
  bundle::require_whole(archive, info, postgres::check_interrupts);
  const FileDigest digest = digest_file(artifact->fd(), file, postgres::check_interrupts);
  settings.set("paliad.audit_reason", ("paliad_backup: backup " + info.id + " imported").c_str());
  const std::string uri = store.uri_of(file);
  if (!may_be_written(info, digest) ||
      !write_row(info, uri, digest, note_import(info, uri, digest, requester)))
    refuse(file, "the catalog has that backup already, or knows it with another SHA-256");
  tell_of_hold(info);
  return info.id;
}

}  // namespace paliad::artifacts
