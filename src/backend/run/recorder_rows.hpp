// The rows that the recorder writes in paliad.backups and paliad.system_audit_log, each call one
// transaction (catalog_access.hpp says as whom).
#pragma once

#include "backend/postgres/session_table_locks.hpp"
#include "core/base/error.hpp"
#include "core/messages/recorder_messages.hpp"
#include "core/store/store.hpp"

#include <functional>
#include <optional>
#include <string>

namespace paliad::run {

// The error for a second run, with the first one's id and time.
Error already_running();

// Links the catalog to the app's tables (app_links.hpp). Returns why that could not be done; empty
// where it is.
std::string try_link_catalog();

// The id of this installation (installation.hpp). Only while the run's lock is held.
std::string claim_this_installation();

// Marks what a crash left `running` as failed, clears the drafts that no living process holds, and
// completes the audit log's entries that could not be completed in their time.
// Only while the run's lock is held.
void settle_dead_runs(store::ArtifactStore& store);

// Writes the audit row, then the `running` row, in one transaction. Where the audit log refuses,
// the row has no audit_id, and why is returned. `holds` keeps what was written from being dropped.
std::string record_running(const messages::RunRequest& request, const std::string& installation,
                           postgres::SessionTableLocks& holds);

// How an entry of the audit log is completed once the row is committed.
struct EntryPatch {
  std::optional<std::string> audit_id;  // none: there is no entry
  std::string metadata;                 // a JSON object
};

// Commits `done`, unless `still_wanted` says no at the last moment: then throws
// Error(query_canceled), or what it throws.
EntryPatch record_done(const std::string& id, const messages::RunOutcome& outcome,
                       const std::function<bool()>& still_wanted);

struct FailedRow {
  bool says_done = false;           // the row stays so, and its artifact too
  std::optional<EntryPatch> patch;  // none where the row was not running any more
};

// Commits `failed` with the reason, after `discard` has removed the artifact.
FailedRow record_failed(const std::string& id, const messages::Failure& why,
                        const std::function<void()>& discard);

// In a transaction of its own, so that whatever hangs on the audit log takes nothing back. A
// refusal of the audit log goes to the server's log: the next run completes the entry. Throws Error
// where the attempt could not be made: canceled, short of a resource.
void complete_entry(const std::string& id, const EntryPatch& patch);

}  // namespace paliad::run
