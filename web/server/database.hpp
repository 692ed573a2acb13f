// Connections to the database as the app's role, and transactions with the caller's claims.
#pragma once

#include "extension_call.hpp"
#include "token.hpp"

#include <condition_variable>
#include <libpq-fe.h>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::web {

using Parameter = std::optional<std::string>;

struct FreeResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;

// The text (or bytes) of a column of the first row; nothing where it is NULL or there is no row.
std::optional<std::string> value_of(const Result& result, int column = 0);

// One connection. Every error is thrown as a Problem; the database's own message goes to the log.
class Connection {
public:
  // Connects by libpq's PG… variables. Throws Problem (database_away).
  Connection();

  // Runs commands without parameters. They must name nothing that is found by the search_path: this
  // is also called before it is set.
  void run(const char* commands);
  // The rows, in text or binary format.
  Result query(const std::string& sql, const std::vector<Parameter>& parameters = {},
               bool binary = false);
  // For a statement that may take long: sends it, for receive() or cancel() to end.
  void send(const std::string& sql, const std::vector<Parameter>& parameters);
  // The result of what was sent; nothing where it doesn't come within `milliseconds`.
  std::optional<Result> receive(int milliseconds);
  // Cancels what was sent, and waits until it has ended.
  void cancel() noexcept;
  // Waits at most `milliseconds` for a notification; its payload, or nothing.
  std::optional<std::string> notification(int milliseconds);

  std::string login() const { return PQuser(connection_.get()); }
  std::string database() const { return PQdb(connection_.get()); }
  // Whether the database's encoding is UTF-8, which has every character.
  bool has_unicode() const noexcept;
  bool usable() const noexcept;
  // Usable, and in no transaction.
  bool idle() const noexcept;

private:
  struct Close {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };

  Result checked(PGresult* result);
  bool wait_for_input(int milliseconds);

  std::unique_ptr<PGconn, Close> connection_;
};

// Connections that short requests share: at most `size` are in use at a time.
class Pool {
public:
  explicit Pool(std::size_t size) : free_(size) {}
  // A kept connection, or a new one. Throws Problem: busy where none comes free within 10 seconds,
  // or as Connection does.
  std::unique_ptr<Connection> take();
  // Keeps it where it is idle(). One that isn't usable, or nullptr, drops all that are kept.
  void give_back(std::unique_ptr<Connection> connection);

private:
  std::mutex mutex_;
  std::condition_variable came_free_;
  std::size_t free_;  // how many more may be taken
  std::vector<std::unique_ptr<Connection>> idle_;
};

// A pool's connection, given back by the destructor.
class Lease {
public:
  explicit Lease(Pool& pool) : pool_(pool), connection_(pool.take()) {}
  ~Lease() { pool_.give_back(std::move(connection_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Connection& operator*() const noexcept { return *connection_; }

private:
  Pool& pool_;
  std::unique_ptr<Connection> connection_;
};

// READ COMMITTED, with the caller's claims: all of them in one setting (request.jwt.claims), and
// each in one of its own (claim_settings). Rolled back unless it is committed. A statement may take
// `seconds`; 0 is no limit. A name without its schema is found in pg_catalog, and then in pg_temp.
class Transaction {
public:
  // Throws Problem (not_ready), and logs why, where the extension is missing or one of the
  // functions and tables used here is not its member, where the login is a superuser or a member of
  // paliad_backup_admin, and where paliad.users.id is no uuid.
  Transaction(Connection& connection, const Claims& claims, int seconds = 30);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // The SQL of a call of the extension's function, with $1, $2 … as its arguments.
  std::string call(const ExtensionFunction& function) const { return call_of(schema_, function); }
  // Checks again what the constructor checks. A long transaction calls it before each statement.
  void check_again();

  void commit();
  Connection& operator*() const noexcept { return connection_; }
  Connection* operator->() const noexcept { return &connection_; }

private:
  explicit Transaction(Connection& connection);
  void require_prerequisites(const Result& found, int column);

  Connection& connection_;
  std::string schema_;  // the extension's, quoted, followed by a dot
  bool open_ = true;
};

// Writes a line to the server's log (stderr).
void log_line(const std::string& line);

}  // namespace paliad::web
