// The database, as the app's role: connections, and transactions with the caller's claims.
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

// A value of the first row; nothing where it is NULL.
std::optional<std::string> value_of(const Result& result, int column = 0);

// One connection. Every error is a Problem; what the database said goes to the log.
class Connection {
public:
  // By libpq's PG… variables. Throws Problem (database_away).
  Connection();

  // Commands without parameters, and without names that a search_path would have to find.
  void run(const char* commands);
  // The rows, in text or binary format.
  Result query(const std::string& sql, const std::vector<Parameter>& parameters = {},
               bool binary = false);
  // For a statement that may take long: sends it, and waits for its end piece by piece.
  void send(const std::string& sql, const std::vector<Parameter>& parameters);
  // The end of what was sent; nothing where it hasn't come within so many milliseconds.
  std::optional<Result> receive(int milliseconds);
  // Has the server end what was sent.
  void cancel() noexcept;
  // Waits so many milliseconds for a notification; the payload.
  std::optional<std::string> notification(int milliseconds);

  std::string login() const { return PQuser(connection_.get()); }
  std::string database() const { return PQdb(connection_.get()); }
  // Whether the database has every character.
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

// A few connections for requests that take a moment.
class Pool {
public:
  explicit Pool(std::size_t size) : free_(size) {}
  // Throws Problem: busy where none comes free in time, or as Connection does.
  std::unique_ptr<Connection> take();
  // Keeps it only where it is idle().
  void give_back(std::unique_ptr<Connection> connection);

private:
  std::mutex mutex_;
  std::condition_variable came_free_;
  std::size_t free_;  // how many more may be out at a time
  std::vector<std::unique_ptr<Connection>> idle_;
};

// One of them, given back at the end.
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

// READ COMMITTED, with the caller's claims, all in one setting and each in its own; rolled back
// unless it is committed. A statement may take `seconds`; 0 is no limit. A name without its schema
// is found in pg_catalog alone.
class Transaction {
public:
  // Throws Problem (not_ready), and logs why, where the extension is missing or one of the
  // functions and tables used here is not its member, where the login is a superuser or a member of
  // paliad_backup_admin, and where paliad.users.id is no uuid.
  Transaction(Connection& connection, const Claims& claims, int seconds = 30);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // A call of the extension's function, with $1 … as its arguments.
  std::string call(const ExtensionFunction& function) const { return call_of(schema_, function); }
  // Checks the same again; a transaction that lasts long does so before each call.
  void check_again();

  void commit();
  Connection& operator*() const noexcept { return connection_; }
  Connection* operator->() const noexcept { return &connection_; }

private:
  explicit Transaction(Connection& connection);
  void require_prerequisites(const Result& found, int column);

  Connection& connection_;
  std::string schema_;  // the extension's, quoted, with a dot behind it
  bool open_ = true;
};

// A line for whoever runs this server.
void log_line(const std::string& line);

}  // namespace paliad::web
