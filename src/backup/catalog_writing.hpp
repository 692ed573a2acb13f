// How every write to paliad.* is done: as the writer, with a reason for the app's audit triggers.
#pragma once

#include "backup/gate.hpp"
#include "postgres/spi.hpp"
#include "postgres/transaction.hpp"

#include <string>
#include <vector>

namespace paliad::backup {

// Runs one statement as the writer (roles.hpp), whatever this session's user is.
std::vector<postgres::Row> write(const std::string& statement,
                                 const std::vector<postgres::Text>& parameters = {});

// For this transaction. The app's audit triggers ask for a reason with every write.
void set_audit_reason(const std::string& id);

// Listeners hear of it when the transaction commits. Anybody who may connect can listen, so it says
// no more than that.
void announce(const std::string& id, const char* status);

// What came of a check ("verified" or "drilled") of backup `id`, with the time. In a transaction
// that can't write it is told to the client alone.
void keep_check(const std::string& id, const std::string& check, bool ok);

// Runs `attempt` in a sub-transaction: what the audit log refuses stops nothing else. Returns why
// it refused; empty where it didn't.
template <class F>
std::string try_audit(F&& attempt) {
  try {
    postgres::Subtransaction scope;
    // A deferred trigger would run at commit, with the worker's rights.
    postgres::execute("SET CONSTRAINTS ALL IMMEDIATE");
    attempt();
    scope.release();
    return {};
  } catch (const Error& error) {
    if (error.state() == sqlstate::query_canceled) throw;
    return error.what();
  }
}

// An entry of its own about a backup, with `detail` (a JSON object's text) in its metadata. Where
// the audit log refuses, the server's log says so.
void audit(const std::string& event, const std::string& id, const Requester& actor,
           const std::string& detail);

}  // namespace paliad::backup
