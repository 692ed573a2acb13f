// How the extension's tables and the app's audit log are read and written: each statement as the
// one role that may, on the very tables that are meant, with a reason for the app's audit triggers.
#pragma once

#include "backend/access/authorization.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/transaction.hpp"
#include "core/policy/audit_metadata.hpp"

#include <functional>
#include <string>
#include <vector>

namespace paliad::catalog {

// Runs one SELECT over the extension's tables as the reader, in a read-only operation, and in a
// snapshot newer than all that has committed: row-level security is for the app's own queries.
// Throws Error(object_not_in_prerequisite_state) where a name means another table.
std::vector<postgres::Row> catalog_query(const std::string& statement,
                                         const std::vector<postgres::Text>& parameters = {});

// Runs one statement over the extension's tables as the writer. Throws Error as catalog_query().
std::vector<postgres::Row> catalog_write(const std::string& statement,
                                         const std::vector<postgres::Text>& parameters = {});

// Runs one statement over paliad.system_audit_log as the auditor; its triggers, types and policies
// run with their owners' rights. Throws Error as catalog_query(), and where there is no such table.
std::vector<postgres::Row> audit_write(const std::string& statement,
                                       const std::vector<postgres::Text>& parameters = {});

// The app's audit log. Throws Error(undefined_table) where there is none.
Oid audit_table();

// For this transaction. The app's audit triggers ask for a reason with every write.
void set_audit_reason(const std::string& id);

// Listeners hear of it when the transaction commits. Anybody who may connect can listen, so it says
// no more than that.
void announce(const std::string& id, const char* status);

// What came of a check ("verified" or "drilled") of backup `id`, with the time. In a transaction
// that can't write it is told to the client alone.
void keep_check(const std::string& id, const std::string& check, bool ok);

// The entry's id; nothing where the table returns none. What audit_write() throws.
postgres::Text insert_audit_entry(const std::string& event, const model::Requester& actor,
                                  const policy::Metadata& metadata);

// In a worker, inside a transaction: runs `attempt` in a subtransaction; what the audit log refuses
// stops nothing else. It is given as long as the session may wait for a lock (lock_timeout), so
// that a trigger that hangs holds nothing up for ever. Returns why it refused; empty where it
// didn't.
std::string try_audit(const std::function<void()>& attempt);

// An entry of its own, in the caller's transaction: in a session. Returns its id. Where the audit
// log refuses, the client is warned, nothing else is undone, and nothing is returned.
postgres::Text note_in_audit_log(const std::string& event, const model::Requester& actor,
                                 const policy::Metadata& metadata);

// An entry of its own about a backup, with `detail` (a JSON object's text) in its metadata. Where
// the audit log refuses, the server's log says so. In a worker.
void audit(const std::string& event, const std::string& id, const model::Requester& actor,
           const std::string& detail);

// For a worker that writes the catalog: pins its session's settings for its whole life.
// `lock_timeout` in milliseconds. Throws Error.
void prepare_worker_session(int lock_timeout);

}  // namespace paliad::catalog
