#include "backup/run.hpp"

#include "archive/reread.hpp"
#include "backup/catalog_reader.hpp"
#include "backup/gate.hpp"
#include "backup/reading.hpp"
#include "backup/recorder.hpp"
#include "backup/registry.hpp"
#include "backup/room.hpp"
#include "backup/table_sizes.hpp"
#include "backup/team_reading.hpp"
#include "base/digest.hpp"
#include "base/fault.hpp"
#include "bundle/bundle.hpp"
#include "bundle/manifest.hpp"
#include "postgres/clock.hpp"
#include "postgres/report.hpp"
#include "postgres/scopes.hpp"
#include "postgres/spi.hpp"
#include "settings.hpp"
#include "store/artifact_name.hpp"
#include "store/local_disk_store.hpp"

namespace paliad::backup {

namespace {

// A run needs a writable server, and a snapshot it shares with nobody's half-done work.
void require_possible() {
  if (RecoveryInProgress())
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "backups can't be made on a hot standby",
                "A backup writes its catalog and the audit log, and a standby takes no writes.",
                "Run it on the primary, or after promotion.");
  if (postgres::call_backend([]() { return IsInParallelMode(); }))
    throw Error(sqlstate::object_not_in_prerequisite_state,
                "a backup can't be made inside a parallel query", {},
                "Call paliad_backup_run() in a statement of its own.");
}

RunRequest make_request(const Requester& requester, const store::LocalDiskStore& store) {
  RunRequest request;
  request.id = *postgres::query("SELECT pg_catalog.gen_random_uuid()")[0][0];
  request.kind = "on_demand";
  request.requester = requester;
  request.started_at = postgres::unix_microseconds();
  request.key = store::artifact_key(request.started_at / 1'000'000, request.id);
  request.directory = store.directory();
  return request;
}

// What the bundle says of where it comes from.
bundle::BundleInfo describe(const RunRequest& request) {
  bundle::BundleInfo info;
  info.id = request.id;
  info.kind = request.kind;
  info.requested_by = request.requester.email;
  info.started_at = request.started_at / 1'000'000;
  const auto row = postgres::query("SELECT current_database(), current_setting('server_version'),"
                                   "       pg_current_snapshot(), extversion,"
                                   "       pg_current_xact_id_if_assigned()"
                                   "  FROM pg_extension WHERE extname = 'paliad_backup'")[0];
  info.database = *row[0];
  info.server_version = *row[1];
  info.snapshot = *row[2];
  info.extension_version = *row[3];
  info.settings = pinned_settings();
  if (row[4])
    info.warnings.push_back(
        {"", "", "uncommitted", 0,
         "the calling transaction had written before the backup: what it wrote is "
         "in the bundle, committed or not"});
  return info;
}

void note_audit_problem(bundle::BundleInfo& info, const std::string& problem) {
  if (problem.empty()) return;
  const char* text = "the audit log did not take this backup's entry; it goes on without one";
  postgres::warn(text, problem);
  info.warnings.push_back({"", "", "no_audit", 0, std::string(text) + ": " + problem});
}

void add_registry(bundle::BundleInfo& info, const Registry& registry) {
  for (const PlannedSheet& sheet : registry.sheets) info.sheets.push_back(sheet.info);
  info.exclusions = registry.exclusions;
  info.warnings.insert(info.warnings.end(), registry.warnings.begin(), registry.warnings.end());
}

std::vector<SheetSize> reading_sizes(const Registry& registry,
                                     const std::vector<std::uint64_t>& bytes) {
  std::vector<SheetSize> sizes;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sizes.push_back({bytes[i], registry.sheets[i].parallel_safe});
  return sizes;
}

// The run after its `running` row: reads, writes, publishes. Completes `info` and makes `draft`.
RunOutcome make_artifact(const RunRequest& request, Recorder& recorder, bundle::BundleInfo& info,
                         store::LocalDiskStore& store, std::unique_ptr<store::Draft>& draft) {
  const ReadingScope reading;
  lock_own_tables();
  const CatalogFacts facts = read_catalog();
  const Registry registry = plan_registry(facts);
  fault_point("locks");
  lock_relations(registry);
  require_unchanged(registry, facts);
  const std::vector<std::uint64_t> sizes = table_sizes(registry);
  require_room(sizes, store);

  info = describe(request);
  note_audit_problem(info, recorder.audit_problem());
  add_registry(info, registry);
  const bundle::ScratchMaker make_scratch = [&] { return store.scratch(); };
  const bundle::WorkbookFrame frame = bundle::make_reading_frame(info, make_scratch);
  const Poll poll = [&] {
    postgres::check_interrupts();
    recorder.require_alive();
  };
  const SheetsRead read =
      read_sheets(info, frame, reading_sizes(registry, sizes),
                  static_cast<unsigned>(settings::workers()), make_scratch, poll);
  require_unchanged(registry, facts);

  draft = store.create(request.key);
  const auto entries =
      bundle::write_bundle(draft->fd(), draft->name(), info, read.parts, frame, make_scratch, poll);
  const FileDigest digest = archive::reread_bundle(draft->fd(), draft->name(), entries, poll);
  poll();
  draft->publish();
  return {store.uri_of(request.key), digest.bytes,
          to_hex(digest.sha256),     bundle::row_counts_json(info.sheets),
          info.sheets.size(),        bundle::warnings_json(info.warnings)};
}

std::uint64_t total_rows(const bundle::BundleInfo& info) {
  std::uint64_t rows = 0;
  for (const bundle::SheetInfo& sheet : info.sheets) rows += sheet.rows;
  return rows;
}

void announce(const bundle::BundleInfo& info, const RunOutcome& outcome) {
  const std::string text = "backup " + info.id + ": " + std::to_string(info.sheets.size()) +
                           " sheets, " + std::to_string(total_rows(info)) + " rows, " +
                           std::to_string(outcome.bytes) + " bytes, " + outcome.uri;
  postgres::notice(text);
  postgres::log_info(text);
}

}  // namespace

std::string run_backup() {
  const Requester requester = require_right();
  require_possible();
  store::LocalDiskStore store(settings::export_dir(), DataDir);
  const RunRequest request = make_request(requester, store);
  Recorder recorder(request);
  bundle::BundleInfo info;
  RunOutcome outcome;
  // Held until the catalog says `done`: to other databases that share the directory it is alive.
  std::unique_ptr<store::Draft> draft;
  try {
    outcome = make_artifact(request, recorder, info, store, draft);
    fault_point("report");
    recorder.done(outcome, [&] { store.discard(request.key); });
  } catch (const Error& error) {
    recorder.failed(error);
    throw;
  } catch (const std::exception& error) {
    recorder.failed(Error(sqlstate::internal_error, error.what()));
    throw;
  }
  announce(info, outcome);
  return request.id;
}

}  // namespace paliad::backup
