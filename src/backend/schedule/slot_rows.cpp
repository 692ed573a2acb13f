#include "backend/schedule/slot_rows.hpp"

#include "backend/catalog/catalog_access.hpp"
#include "backend/postgres/timestamp_sql.hpp"
#include "backend/postgres/transaction.hpp"

namespace paliad::schedule {

namespace {

using catalog::catalog_write;
using postgres::Row;
using postgres::Text;

// One statement in a transaction of its own.
std::vector<Row> write_alone(const std::string& statement, const std::vector<Text>& parameters) {
  postgres::Transaction transaction;
  postgres::execute("SELECT set_config('paliad.audit_reason', 'paliad_backup: schedule', true)");
  auto rows = catalog_write(statement, parameters);
  transaction.commit();
  return rows;
}

// SQL that follows a time: true where the time can be right. Rows with other times are ignored; the
// status names them.
const std::string possible = " BETWEEN '1000-01-01' AND '9999-12-31'";

// An SQL expression: the instant of a time; NULL where the time can't be right.
std::string to_instant(const std::string& expression) {
  return "(CASE WHEN " + expression + possible + " THEN " + postgres::instant_of_sql(expression) +
         " END)";
}

void settle_what_a_crash_left() {
  (void)write_alone(
      "UPDATE paliad.backup_slots s SET outcome = 'done', noted_at = clock_timestamp()"
      " WHERE outcome = 'claimed' AND EXISTS (SELECT FROM ONLY paliad.backups b"
      "   WHERE b.scheduled_for = s.scheduled_for AND b.status = 'done')",
      {});
  (void)write_alone(
      "UPDATE paliad.backup_slots s SET outcome = 'failed', noted_at = clock_timestamp(),"
      "       detail = coalesce(detail, 'the server ended while it was made')"
      " WHERE outcome = 'claimed' AND EXISTS (SELECT FROM ONLY paliad.backup_slots n"
      "   WHERE n.scheduled_for > s.scheduled_for AND n.outcome <> 'noticed'"
      "     AND n.scheduled_for" +
          possible + ")",
      {});
}

}  // namespace

std::string slot_text(Instant slot) { return to_text(slot); }

void note_schedule(const std::string& text) {
  (void)write_alone("INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail)"
                    " SELECT clock_timestamp(), 'noticed', $1"
                    "  WHERE $1 IS DISTINCT FROM (SELECT detail FROM ONLY paliad.backup_slots"
                    "                              WHERE outcome = 'noticed' AND noted_at" +
                        possible + "                              ORDER BY noted_at DESC LIMIT 1)",
                    {text});
}

namespace {

// $1: now, as an instant.
const std::string history_query =
    "SELECT (SELECT " + to_instant("max(noted_at)") +
    " FROM ONLY paliad.backup_slots WHERE outcome = 'noticed' AND noted_at" + possible + ")," +
    to_instant("s.scheduled_for") + ", s.outcome = 'claimed', s.attempts, " +
    to_instant("greatest(s.noted_at, (SELECT max(b.finished_at) FROM ONLY paliad.backups b"
               " WHERE b.scheduled_for = s.scheduled_for AND b.finished_at" +
               possible + "))") +
    "  FROM (SELECT) AS one LEFT JOIN LATERAL (SELECT * FROM ONLY paliad.backup_slots"
    "    WHERE outcome <> 'noticed' AND scheduled_for" +
    possible + " AND scheduled_for <= " + postgres::timestamp_of_sql("$1") +
    " ORDER BY scheduled_for DESC LIMIT 1) AS s ON true";

struct HistoryRow {
  std::optional<Instant> noticed;  // when the current schedule was noticed
  std::optional<Instant> newest;   // the last known slot; where there is none the rest is empty
  bool open = false;               // that slot isn't settled
  int attempts = 0;
  std::optional<Instant> last_attempt_ended;
};

std::optional<Instant> instant_of(const Text& column) {
  return column ? std::optional<Instant>(std::stoll(*column)) : std::nullopt;
}

HistoryRow history_row(const Row& row) {
  return {instant_of(row[0]), instant_of(row[1]), postgres::is_true(row[2]),
          row[3] ? std::stoi(*row[3]) : 0, instant_of(row[4])};
}

}  // namespace

policy::SlotHistory read_history(Instant now) {
  settle_what_a_crash_left();
  const HistoryRow row = history_row(write_alone(history_query, {std::to_string(now)})[0]);
  policy::SlotHistory history;
  history.since = row.noticed.value_or(now);
  history.newest = row.newest;
  if (row.newest && row.open)
    history.open = policy::OpenSlot{row.attempts, row.last_attempt_ended.value_or(now)};
  return history;
}

bool claim(Instant slot) {
  return !write_alone(
              "INSERT INTO paliad.backup_slots (scheduled_for, outcome, attempts) VALUES (" +
                  postgres::timestamp_of_sql("$1") +
                  ", 'claimed', 1) ON CONFLICT DO NOTHING RETURNING scheduled_for",
              {std::to_string(slot)})
              .empty();
}

void note_attempt(Instant slot, int attempt) {
  (void)write_alone(
      "UPDATE paliad.backup_slots SET attempts = $2::int, noted_at = clock_timestamp()"
      " WHERE scheduled_for = " +
          postgres::timestamp_of_sql("$1"),
      {std::to_string(slot), std::to_string(attempt)});
}

void settle(Instant slot, const std::string& outcome, const std::string& detail) {
  (void)write_alone("UPDATE paliad.backup_slots"
                    "   SET outcome = $2, detail = nullif($3, ''), noted_at = clock_timestamp()"
                    " WHERE scheduled_for = " +
                        postgres::timestamp_of_sql("$1"),
                    {std::to_string(slot), outcome, detail});
}

void note_failure(Instant slot, const std::string& why) { settle(slot, "claimed", why); }

void record_missed(const policy::MissedSlots& missed) {
  const std::string detail = missed.count == 1
                                 ? std::string("no scheduler was running to make it")
                                 : "no scheduler was running to make it, and " +
                                       std::to_string(missed.count - 1) + " before it, from " +
                                       to_text(missed.first) + " on";
  (void)write_alone("INSERT INTO paliad.backup_slots (scheduled_for, outcome, detail) VALUES (" +
                        postgres::timestamp_of_sql("$1") + ", 'missed', $2) ON CONFLICT DO NOTHING",
                    {std::to_string(missed.last), detail});
}

}  // namespace paliad::schedule
