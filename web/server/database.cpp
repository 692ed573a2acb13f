#include "database.hpp"

#include "claim_settings.hpp"
#include "problem.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <poll.h>

namespace paliad::web {

namespace {

using Clock = std::chrono::steady_clock;

std::string first_line(const char* text) {
  const std::string all = text == nullptr ? "" : text;
  return all.substr(0, all.find('\n'));
}

std::vector<const char*> pointers(const std::vector<Parameter>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const Parameter& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  return values;
}

// A query for what every transaction requires, in one row: the extension's schema, the functions
// and tables that are not its members, whether the login has more rights than the app's role, and
// whether the users' ids are uuids. Each transaction asks again, because connections are kept:
// schemas may be renamed and rights granted meanwhile.
std::string prerequisites() {
  return "SELECT e.schema, " + not_of_extension() +
         ", (SELECT r.rolsuper OR EXISTS (SELECT FROM pg_catalog.pg_roles a"
         "     WHERE a.rolname = 'paliad_backup_admin' AND pg_has_role(r.oid, a.oid, 'USAGE'))"
         "     FROM pg_catalog.pg_roles r WHERE r.rolname = current_user),"
         " (SELECT CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END"
         "     = 'pg_catalog.uuid'::regtype"
         "     FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
         "     WHERE a.attrelid = to_regclass('paliad.users') AND a.attname = 'id')"
         " FROM (SELECT) AS one LEFT JOIN (SELECT x.oid, quote_ident(n.nspname) || '.' AS schema"
         "   FROM pg_catalog.pg_extension x"
         "   JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace"
         "   WHERE x.extname = 'paliad_backup') AS e ON true";
}

[[noreturn]] void not_ready(const std::string& why) {
  log_line(why);
  throw Problem("not_ready");
}

}  // namespace

void log_line(const std::string& line) { std::fputs((line + "\n").c_str(), stderr); }

std::optional<std::string> value_of(const Result& result, int column) {
  if (PQntuples(result.get()) == 0 || PQgetisnull(result.get(), 0, column) != 0)
    return std::nullopt;
  return std::string(PQgetvalue(result.get(), 0, column),
                     static_cast<std::size_t>(PQgetlength(result.get(), 0, column)));
}

Connection::Connection() {
  static constexpr const char* names[] = {"application_name", "client_encoding", "connect_timeout",
                                          "tcp_user_timeout", nullptr};
  const char* const set = std::getenv("PGCONNECT_TIMEOUT");
  const char* const seconds = set == nullptr || *set == '\0' ? "5" : set;
  const char* const values[] = {"paliad-backup-web", "UTF8", seconds, "15000", nullptr};
  connection_.reset(PQconnectdbParams(names, values, 0));
  if (!usable()) {
    log_line("no connection to the database: " + first_line(PQerrorMessage(connection_.get())));
    throw Problem("database_away");
  }
  run("SET search_path = pg_catalog, pg_temp");
}

bool Connection::usable() const noexcept { return PQstatus(connection_.get()) == CONNECTION_OK; }

bool Connection::idle() const noexcept {
  return usable() && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
}

bool Connection::has_unicode() const noexcept {
  const char* const encoding = PQparameterStatus(connection_.get(), "server_encoding");
  return encoding != nullptr && std::string_view(encoding) == "UTF8";
}

Result Connection::checked(PGresult* raw) {
  Result result(raw);
  const auto status = PQresultStatus(raw);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return result;
  const char* const state = PQresultErrorField(raw, PG_DIAG_SQLSTATE);
  const char* const message = PQresultErrorField(raw, PG_DIAG_MESSAGE_PRIMARY);
  log_line("the database says: " + std::string(state == nullptr ? "no SQLSTATE" : state) + ": " +
           first_line(message == nullptr ? PQerrorMessage(connection_.get()) : message));
  if (!usable() || state == nullptr) throw Problem("database_away");
  const char* const reason = PQresultErrorField(raw, PG_DIAG_CONSTRAINT_NAME);
  throw problem_of(state, reason == nullptr ? "" : reason);
}

void Connection::run(const char* commands) { (void)checked(PQexec(connection_.get(), commands)); }

Result Connection::query(const std::string& sql, const std::vector<Parameter>& parameters,
                         bool binary) {
  const auto values = pointers(parameters);
  return checked(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()),
                              nullptr, values.data(), nullptr, nullptr, binary ? 1 : 0));
}

void Connection::send(const std::string& sql, const std::vector<Parameter>& parameters) {
  const auto values = pointers(parameters);
  if (PQsendQueryParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                        values.data(), nullptr, nullptr, 0) != 1)
    throw Problem("database_away");
}

bool Connection::wait_for_input(int milliseconds) {
  pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
  if (poll(&socket, 1, milliseconds) <= 0) return false;
  if (PQconsumeInput(connection_.get()) != 1) throw Problem("database_away");
  return true;
}

std::optional<Result> Connection::receive(int milliseconds) {
  const auto end = Clock::now() + std::chrono::milliseconds(milliseconds);
  while (PQisBusy(connection_.get()) != 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) return std::nullopt;
    (void)wait_for_input(static_cast<int>(left.count()));
  }
  Result result(PQgetResult(connection_.get()));
  while (PGresult* const more = PQgetResult(connection_.get())) PQclear(more);
  return checked(result.release());
}

void Connection::cancel() noexcept {
  PGcancel* const handle = PQgetCancel(connection_.get());
  if (handle == nullptr) return;
  char error[256];
  (void)PQcancel(handle, error, sizeof error);
  PQfreeCancel(handle);
  while (PGresult* const result = PQgetResult(connection_.get())) PQclear(result);
}

std::optional<std::string> Connection::notification(int milliseconds) {
  const auto next = [this]() -> std::optional<std::string> {
    PGnotify* const notify = PQnotifies(connection_.get());
    if (notify == nullptr) return std::nullopt;
    std::string payload = notify->extra;
    PQfreemem(notify);
    return payload;
  };
  if (auto payload = next()) return payload;
  if (!wait_for_input(milliseconds)) return std::nullopt;
  return next();
}

std::unique_ptr<Connection> Pool::take() {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    constexpr auto timeout = std::chrono::seconds(10);
    if (!came_free_.wait_for(lock, timeout, [this] { return free_ > 0; })) throw Problem("busy");
    --free_;
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->usable()) return connection;
    }
  }
  try {
    return std::make_unique<Connection>();
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard<std::mutex> lock(mutex_);
  // What broke one connection, such as a restart of the server, has broken the others too.
  if (!connection || !connection->usable()) idle_.clear();
  // A connection that is still in a transaction would fail its next user.
  else if (connection->idle())
    idle_.push_back(std::move(connection));
  ++free_;
  came_free_.notify_one();
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.run(
      "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path = pg_catalog, pg_temp");
}

// Delegates, so that the destructor rolls back where the rest of this constructor fails.
Transaction::Transaction(Connection& connection, const Claims& claims, int seconds)
    : Transaction(connection) {
  static const std::string statement =
      "SELECT set_config('request.jwt.claims', $1, true), set_config('statement_timeout', $2, "
      "true),"
      " set_config('idle_in_transaction_session_timeout', '0', true),"
      " (SELECT count(set_config(c.key, c.value, true)) FROM json_each_text($3::json) c), s.*"
      " FROM (" +
      prerequisites() + ") s";
  const auto settings = claim_settings(claims.json, connection_.has_unicode());
  require_prerequisites(
      connection_.query(statement, {claims.json, std::to_string(seconds * 1000), settings}), 4);
}

void Transaction::check_again() {
  static const std::string statement = prerequisites();
  require_prerequisites(connection_.query(statement), 0);
}

// `column` is the place of the first column of prerequisites() in `found`.
void Transaction::require_prerequisites(const Result& found, int column) {
  const auto schema = value_of(found, column);
  const auto missing = value_of(found, column + 1);
  if (!schema)
    not_ready("the database " + connection_.database() +
              " does not have the extension paliad_backup");
  if (missing)
    not_ready(
        "these are not members of the extension paliad_backup: " + *missing +
        ". Find out who made them; drop them, and give the extension's own their names back.");
  if (value_of(found, column + 2) != "f")
    not_ready("the login " + connection_.login() +
              " is a superuser or a member of paliad_backup_admin: every signed-in user would be an"
              " administrator. Connect as the app's role.");
  if (value_of(found, column + 3) != "t")
    not_ready("paliad.users needs a column id of type uuid, or of a domain over it");
  schema_ = *schema;
}

Transaction::~Transaction() {
  if (!open_ || !connection_.usable()) return;
  try {
    connection_.query("ROLLBACK");
  } catch (const std::exception&) {
    // The connection isn't idle() then, and the pool doesn't keep it.
  }
}

void Transaction::commit() {
  connection_.query("COMMIT");
  open_ = false;
}

}  // namespace paliad::web
