#include "backend/run/make_backup.hpp"

#include "backend/deparse/database_schema.hpp"
#include "backend/extract/large_object_extractor.hpp"
#include "backend/extract/parallel_extractor.hpp"
#include "backend/extract/sheet_extractor.hpp"
#include "backend/introspection/facts_reader.hpp"
#include "backend/introspection/table_sizes.hpp"
#include "backend/introspection/unchanged_facts.hpp"
#include "backend/ipc/run_state.hpp"
#include "backend/postgres/clock.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/worker.hpp"
#include "backend/run/disk_space.hpp"
#include "backend/run/recorder_client.hpp"
#include "backend/settings.hpp"
#include "core/base/digest.hpp"
#include "core/base/fault_injection.hpp"
#include "core/bundle/bundle_writer.hpp"
#include "core/bundle/manifest.hpp"
#include "core/bundle/read_back.hpp"
#include "core/codes/codes.hpp"
#include "core/policy/registry.hpp"

#include <numeric>

namespace paliad::run {

namespace {

using ipc::RunPhase;
using ipc::RunState;

constexpr const char* origin_query =
    "SELECT current_database(), current_setting('server_version'), pg_current_snapshot(),"
    "       extversion, pg_current_xact_id_if_assigned() IS NOT NULL"
    "  FROM pg_extension WHERE extname = 'paliad_backup'";

struct Origin {
  std::string database;
  std::string server_version;
  std::string snapshot;
  std::string extension_version;
  bool has_written = false;  // the caller's transaction
};

Origin origin_of(const postgres::Row& row) {
  return {*row[0], *row[1], *row[2], *row[3], postgres::is_true(row[4])};
}

// The part of the bundle's description that says where it comes from.
model::BundleInfo describe(const messages::RunRequest& request) {
  model::BundleInfo info;
  info.id = request.id;
  info.kind = request.kind;
  info.requested_by = request.requester.email;
  info.started_at = request.started_at;
  const Origin origin = origin_of(postgres::query(origin_query)[0]);
  info.database = origin.database;
  info.server_version = origin.server_version;
  info.snapshot = origin.snapshot;
  info.extension_version = origin.extension_version;
  info.settings = extract::pinned_settings();
  if (origin.has_written) info.warnings.push_back({"", "", codes::coded("uncommitted"), 0});
  return info;
}

void note_audit_problem(model::BundleInfo& info, const std::string& problem) {
  if (problem.empty()) return;
  const char* text =
      "the audit log did not accept this backup's entry; the backup continues without it";
  postgres::warn(text, problem);
  info.warnings.push_back({"", "", codes::coded("no_audit", {{"problem", problem}}), 0});
}

void note_link_problem(model::BundleInfo& info, const std::string& problem) {
  if (problem.empty()) return;
  const char* text = "paliad.backups could not be linked to the app's tables";
  postgres::warn(text, problem);
  info.warnings.push_back({"", "", codes::coded("not_linked", {{"problem", problem}}), 0});
}

void add_registry(model::BundleInfo& info, const policy::Registry& registry) {
  for (const policy::PlannedSheet& sheet : registry.sheets) info.sheets.push_back(sheet.info);
  info.exclusions = registry.exclusions;
  info.warnings.insert(info.warnings.end(), registry.warnings.begin(), registry.warnings.end());
}

std::vector<sheet::SheetSize> reading_sizes(const policy::Registry& registry,
                                            const std::vector<std::uint64_t>& bytes) {
  std::vector<sheet::SheetSize> sizes;
  sizes.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sizes.push_back({bytes[i], registry.sheets[i].parallel_safe, registry.sheets[i].reads});
  return sizes;
}

std::uint64_t sum(const std::vector<std::uint64_t>& sizes) {
  return std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
}

// What is to be read: every relation of it is locked, and is as the facts say.
struct Plan {
  policy::DatabaseFacts facts;
  policy::Registry registry;
  std::vector<std::uint64_t> sizes;  // of the sheets' tables, in bytes
};

// Throws Error where a relation has changed since the snapshot, or there is no room for the backup.
Plan plan_and_lock(const store::LocalDiskStore& store) {
  introspection::lock_own_tables();
  Plan plan;
  plan.facts = introspection::read_facts();
  plan.registry = policy::plan_registry(plan.facts);
  fault_point("locks");
  introspection::lock_relations(plan.registry, plan.facts);
  introspection::require_unchanged(plan.registry, plan.facts);
  plan.sizes = introspection::table_sizes(plan.registry);
  require_disk_space(sum(plan.sizes) + introspection::large_objects_size(), store);
  return plan;
}

// What was read, for the bundle.
struct Contents {
  schema::DatabaseSchema schema;
  xlsx::WorkbookFrame frame;
  extract::SheetsRead sheets;
  std::vector<zip::Part> large_objects;
};

Contents read_all(const Plan& plan, model::BundleInfo& info, RunState& state,
                  const xlsx::ScratchMaker& make_scratch, const Poll& poll) {
  Contents contents;
  contents.schema = deparse::read_schema(plan.registry, info.not_carried);
  contents.frame = bundle::make_reading_frame(info, make_scratch);
  state.expect(info.sheets.size(), introspection::expected_rows(plan.registry));
  state.enter(RunPhase::reading);
  contents.sheets =
      extract::read_sheets(info, contents.frame, reading_sizes(plan.registry, plan.sizes),
                           static_cast<unsigned>(settings::workers()), state, make_scratch, poll);
  contents.large_objects = extract::read_large_objects(contents.schema.large_objects,
                                                       *contents.sheets.files.front(), state, poll);
  introspection::require_unchanged(plan.registry, plan.facts);
  return contents;
}

// Writes the draft and reads it again from the disk.
bundle::ReadBack write_draft(const store::Draft& draft, const Contents& contents,
                             model::BundleInfo& info, const store::LocalDiskStore& store,
                             RunState& state, const xlsx::ScratchMaker& make_scratch,
                             const Poll& poll) {
  state.enter(RunPhase::writing);
  const bool short_of_room = is_space_short(contents.sheets.parts, contents.large_objects, store);
  const auto entries =
      bundle::write_bundle(draft.fd(), draft.name(), info, contents.schema, contents.sheets.parts,
                           contents.large_objects, contents.frame, make_scratch, poll,
                           short_of_room ? zip::Copied::goes : zip::Copied::stays);
  state.enter(RunPhase::checking);
  return bundle::reread_bundle(draft.fd(), draft.name(), entries, poll);
}

// The part of a run after its `running` row: reads, writes, publishes. Fills `info` and `draft`.
messages::RunOutcome make_artifact(const messages::RunRequest& request, RecorderClient& recorder,
                                   RunState& state, model::BundleInfo& info,
                                   store::LocalDiskStore& store,
                                   std::unique_ptr<store::Draft>& draft) {
  state.enter(RunPhase::locking);
  const extract::ReadingScope reading;
  const Plan plan = plan_and_lock(store);
  info = describe(request);
  info.installation = recorder.installation();
  note_audit_problem(info, recorder.audit_problem());
  note_link_problem(info, recorder.link_problem());
  add_registry(info, plan.registry);
  const xlsx::ScratchMaker make_scratch = [&] { return store.scratch(); };
  const Poll poll = [&] {
    postgres::check_interrupts();
    recorder.require_alive();
  };
  const Contents contents = read_all(plan, info, state, make_scratch, poll);
  draft = store.create(request.key);
  const bundle::ReadBack read_back =
      write_draft(*draft, contents, info, store, state, make_scratch, poll);
  poll();
  state.enter(RunPhase::recording);
  draft->publish();
  return {store.uri_of(request.key), read_back.bytes,
          to_hex(read_back.sha256),  bundle::row_counts_json(info.sheets),
          info.sheets.size(),        bundle::warnings_json(info.warnings)};
}

std::uint64_t total_rows(const model::BundleInfo& info) {
  std::uint64_t rows = 0;
  for (const model::SheetInfo& sheet : info.sheets) rows += sheet.rows;
  return rows;
}

std::string summary(const model::BundleInfo& info, const messages::RunOutcome& outcome) {
  return "backup " + info.id + ": " + std::to_string(info.sheets.size()) + " sheets, " +
         std::to_string(total_rows(info)) + " rows, " + std::to_string(outcome.bytes) + " bytes, " +
         outcome.uri;
}

std::string seconds_since(Instant started_at) {
  const std::int64_t milliseconds = (postgres::now() - started_at) / 1000;
  const std::string fraction = std::to_string(1000 + milliseconds % 1000).substr(1);
  return std::to_string(milliseconds / 1000) + "." + fraction + " s";
}

// The error that the catalog and the session are told: a cancel says who or what caused it.
Error reason_of(const Error& error, RunState& state) {
  const auto by = state.close();
  if (error.state() != sqlstate::query_canceled) return error;
  if (by) return {sqlstate::query_canceled, codes::coded("canceled_by", {{"by", *by}})};
  if (postgres::shutdown_requested())
    return {sqlstate::admin_shutdown,
            codes::coded("shutdown", {{"process", "worker that made the backup"}})};
  return error;
}

}  // namespace

void make_backup(const messages::RunRequest& request, store::LocalDiskStore& store,
                 const std::function<void()>& on_running) {
  RunState state = RunState::create(request.id, request.started_at);
  RecorderClient recorder(request, state.handle());
  model::BundleInfo info;
  messages::RunOutcome outcome;
  // Kept until the catalog says `done`: its lock tells other databases that share the directory
  // that the draft is in use.
  std::unique_ptr<store::Draft> draft;
  try {
    on_running();
    outcome = make_artifact(request, recorder, state, info, store, draft);
    fault_point("report");
    recorder.done(outcome, [&] { store.discard(request.key); });
  } catch (const Error& error) {
    const Error reason = reason_of(error, state);
    recorder.failed(reason);
    throw reason;
  } catch (const std::exception& error) {
    recorder.failed(Error(sqlstate::internal_error, error.what()));
    throw;
  }
  postgres::notice(summary(info, outcome));
  postgres::log_info(summary(info, outcome) + ", " + seconds_since(request.started_at));
}

}  // namespace paliad::run
