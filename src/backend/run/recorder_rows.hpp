// The rows that the recorder writes in paliad.backups and paliad.system_audit_log. Each call is one
// transaction; catalog_access.hpp says which role writes.
#pragma once

#include "backend/postgres/session_table_locks.hpp"
#include "core/base/error.hpp"
#include "core/messages/recorder_messages.hpp"
#include "core/store/store.hpp"

#include <functional>
#include <optional>
#include <string>

namespace paliad::run {

// The error for a second run, with the id and the start time of the one that is running.
Error already_running();

// Links the catalog to the app's tables (app_links.hpp). Returns why that could not be done, or an
// empty text where it is done. Throws Error on a cancel.
std::string try_link_catalog();

// The id of this installation (installation.hpp), a uuid's text. Call it only while the run's lock
// is held. Throws Error.
std::string claim_this_installation();

// Cleans up after runs that a crash ended: marks rows left `running` as failed, finishes
// interrupted removals, clears the drafts that no living process holds, and completes the audit
// log's entries that could not be completed before. Call it only while the run's lock is held.
// Throws Error.
void settle_dead_runs(store::ArtifactStore& store);

// Writes the audit log's entry, then the `running` row, in one transaction. Where the audit log
// refuses, the row has no audit_id, and the reason is returned; else an empty text. `holds` keeps
// the tables that were written from being dropped. Throws Error.
std::string record_running(const messages::RunRequest& request, const std::string& installation,
                           postgres::SessionTableLocks& holds);

// How an entry of the audit log is completed once the row is committed.
struct EntryPatch {
  std::optional<std::string> audit_id;  // none: there is no entry
  std::string metadata;                 // a JSON object
};

// Commits `done`. `still_wanted` is asked just before the commit; where it says no, throws
// Error(query_canceled), or what it throws. Throws Error(object_not_in_prerequisite_state) where
// the row is gone or not `running`.
EntryPatch record_done(const std::string& id, const messages::RunOutcome& outcome,
                       const std::function<bool()>& still_wanted);

struct FailedRow {
  bool says_done = false;           // the row says `done`: it stays so, and its artifact stays
  std::optional<EntryPatch> patch;  // none where the row was not running any more
};

// Commits `failed` with the reason, after `discard` has removed the artifact. Where the row says
// `done` already, changes nothing and doesn't call `discard`. Throws Error.
FailedRow record_failed(const std::string& id, const messages::Failure& why,
                        const std::function<void()>& discard);

// Completes the audit log's entry of backup `id`, in a transaction of its own: an error of a
// trigger on the audit log then rolls back nothing else. Where the audit log refuses, that goes to
// the server's log, and the next run completes the entry. Throws Error where the attempt could not
// be made: canceled, or short of a resource.
void complete_entry(const std::string& id, const EntryPatch& patch);

}  // namespace paliad::run
