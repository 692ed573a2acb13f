// Reads and writes the extension's tables and the app's audit log: each statement runs as the one
// role that may run it, on tables that are checked by oid, with a reason for the app's audit
// triggers.
#pragma once

#include "backend/access/authorization.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/transaction.hpp"
#include "core/policy/audit_metadata.hpp"

#include <functional>
#include <string>
#include <vector>

namespace paliad::catalog {

// Runs one SELECT over the extension's tables as the reader, whom row-level security doesn't limit,
// in a read-only operation and in a snapshot that sees all that has committed. Parameters and rows
// are as for postgres::query(). Throws Error: object_not_in_prerequisite_state where a name means
// another table.
std::vector<postgres::Row> catalog_query(const std::string& statement,
                                         const std::vector<postgres::Text>& parameters = {});

// Runs one statement over the extension's tables as the writer. Throws Error as catalog_query().
std::vector<postgres::Row> catalog_write(const std::string& statement,
                                         const std::vector<postgres::Text>& parameters = {});

// Runs one statement over paliad.system_audit_log as the auditor; code of its triggers, types and
// policies runs with its owners' rights. Throws Error as catalog_query(), and undefined_table where
// there is no such table.
std::vector<postgres::Row> audit_write(const std::string& statement,
                                       const std::vector<postgres::Text>& parameters = {});

// The oid of the app's audit log. Throws Error(undefined_table) where there is none.
Oid audit_table();

// Sets backup `id` as the reason for this transaction's writes: the app's audit triggers require a
// reason. Throws Error.
void set_audit_reason(const std::string& id);

// Sends the id and the status to the listeners when the transaction commits. Nothing more, because
// anybody who may connect can listen. Throws Error.
void announce(const std::string& id, const char* status);

// Writes the result of a check ("verified" or "drilled") of backup `id` and the time into its row.
// In a transaction that can't write it only tells the client. Throws Error.
void record_check(const std::string& id, const std::string& check, bool ok);

// Inserts an entry and returns its id; nothing where the table returns none. Throws what
// audit_write() throws, and Error where a trigger has removed the entry again.
postgres::Text insert_audit_entry(const std::string& event, const model::Requester& actor,
                                  const policy::Metadata& metadata);

// In a worker, inside a transaction: runs `attempt` in a subtransaction, so that an error of the
// audit log stops nothing else. Because a trigger may hang, cancels it after lock_timeout and two
// seconds; never where lock_timeout is 0. Returns why the audit log refused, or an empty text.
std::string try_audit(const std::function<void()>& attempt);

// In a session: writes an entry of its own, in the caller's transaction, and returns its id. Where
// the audit log refuses, warns the client, undoes nothing else, and returns nothing. Throws Error
// on a cancel.
postgres::Text note_in_audit_log(const std::string& event, const model::Requester& actor,
                                 const policy::Metadata& metadata);

// In a worker: writes an entry of its own about backup `id`, with `detail` (a JSON object's text)
// in its metadata. Where the audit log refuses, that goes to the server's log.
void audit(const std::string& event, const std::string& id, const model::Requester& actor,
           const std::string& detail);

// In a worker that writes the catalog, outside a transaction: pins the settings of its session for
// its whole life. `lock_timeout` in milliseconds. Throws Error.
void prepare_worker_session(int lock_timeout);

}  // namespace paliad::catalog
