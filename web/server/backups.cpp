#include "backups.hpp"

#include "problem.hpp"

namespace paliad::web {

namespace {

std::string time_text(const std::string& expression) {
  return "to_char((" + expression + R"() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))";
}

std::string time_member(const std::string& column) {
  return "'" + column + "', " + time_text("b." + column);
}

// Rows that an earlier migration of the app wrote may hold anything that its types allow.
const std::string sheet_rows =
    "jsonb_each(CASE jsonb_typeof(b.row_counts) WHEN 'object' THEN b.row_counts ELSE '{}' END)"
    " AS r (sheet, rows)";
const std::string file_name = "regexp_replace(b.storage_uri, '^.*/', '')";

// The members of a backup b in the list.
const std::string members =
    "'id', b.id, 'kind', b.kind, 'status', b.status, 'requested_by', b.requested_by,"
    " 'requested_by_email', b.requested_by_email, " +
    time_member("started_at") + ", " + time_member("finished_at") +
    ", 'duration_seconds', round(extract(epoch FROM b.finished_at - b.started_at), 3), " +
    time_member("scheduled_for") +
    ", 'size_bytes', b.size_bytes, 'sheet_count', b.sheet_count,"
    " 'row_count', (SELECT coalesce(sum(r.rows::numeric), 0) FROM " +
    sheet_rows +
    "   WHERE jsonb_typeof(r.rows) = 'number'),"
    " 'warning_count', CASE jsonb_typeof(b.warnings) WHEN 'array' THEN "
    "jsonb_array_length(b.warnings)"
    "   ELSE 0 END,"
    " 'error', b.error, 'error_code', b.error_code, 'error_arguments', b.error_arguments,"
    " 'file', " +
    file_name + ", 'sha256', b.sha256, 'held', b.held, " + time_member("deleted_at") + ", " +
    time_member("verified_at") + ", 'verified_ok', b.verified_ok";

const std::string progress_object =
    "json_build_object('id', p.id, 'phase', p.phase, 'sheet', p.sheet, 'sheets', p.sheets,"
    " 'rows_done', p.rows_done, 'rows_expected', p.rows_expected, 'bytes', p.bytes,"
    " 'percent', p.percent, 'started_at', " +
    time_text("p.started_at") + ", 'eta', " + time_text("p.eta") + ")";

std::string required(const Result& result) {
  auto value = value_of(result);
  if (!value) throw Problem("not_found");
  return *value;
}

}  // namespace

User find_user(Transaction& transaction) {
  // The table is the app's: a cast or a comparison of its columns could run its owner's code. The
  // transaction has checked that the id is a uuid.
  const Result found = transaction->query(
      "SELECT u.id, u.email, u.global_role"
      "  FROM (SELECT auth.uid() AS id) AS me LEFT JOIN paliad.users u ON u.id = me.id");
  return {value_of(found, 0), value_of(found, 1), value_of(found, 2) == "global_admin"};
}

void require_admin(Transaction& transaction) {
  if (!find_user(transaction).admin) throw Problem("forbidden");
}

std::string list_backups(Transaction& transaction, const ListQuery& query) {
  const std::vector<Parameter> of_filter(query.values.begin(),
                                         query.values.begin() +
                                             static_cast<std::ptrdiff_t>(query.filter_values));
  const auto total = value_of(transaction->query(
      "SELECT count(*) FROM paliad.backups b WHERE true" + query.filter, of_filter));
  const std::string limit = std::to_string(query.limit);
  return required(transaction->query(
      "WITH found AS (SELECT b.*, row_number() OVER (ORDER BY b.started_at DESC, b.id DESC) AS "
      "place"
      "                 FROM paliad.backups b WHERE true" +
          query.filter + query.after + " ORDER BY b.started_at DESC, b.id DESC LIMIT " + limit +
          " + 1)"
          " SELECT json_build_object("
          "   'items', (SELECT coalesce(json_agg(json_build_object(" +
          members + ") ORDER BY b.place), '[]') FROM found b WHERE b.place <= " + limit +
          "),"
          "   'next', (SELECT (extract(epoch FROM b.started_at) * 1000000)::bigint || '-' || b.id"
          "              FROM found b WHERE b.place = " +
          limit + " AND EXISTS (SELECT FROM found f WHERE f.place > " + limit +
          ")),"
          "   'total', " +
          *total + ")",
      query.values));
}

std::string backup_row(Transaction& transaction, const std::string& id) {
  return required(transaction->query(
      "SELECT json_build_object(" + members + ") FROM paliad.backups b WHERE b.id = $1", {id}));
}

std::string backup_detail(Transaction& transaction, const std::string& id,
                          const std::string& contents) {
  return required(transaction->query(
      "SELECT json_build_object(" + members +
          ", 'warnings', CASE jsonb_typeof(b.warnings) WHEN 'array' THEN b.warnings ELSE '[]' END,"
          " 'rows', (SELECT coalesce(json_agg(json_build_object('sheet', r.sheet, 'rows', r.rows)"
          "                                   ORDER BY r.sheet COLLATE \"C\"), '[]') FROM " +
          sheet_rows +
          " WHERE jsonb_typeof(r.rows) = 'number'), 'contents', $2::json)"
          " FROM paliad.backups b WHERE b.id = $1",
      {id, contents}));
}

std::string artifact_contents(Transaction& transaction, const std::string& id) {
  return required(transaction->query(
      "SELECT json_build_object('sheets', (SELECT coalesce(json_agg(json_build_object("
      "   'sheet', c.sheet, 'kind', c.kind, 'relation', c.relation, 'rows', c.row_count,"
      "   'columns', c.columns)), '[]') FROM " +
          transaction.call(extension::contents) +
          " c), 'left_out', (SELECT coalesce(json_agg(json_build_object("
          "   'kind', l.kind, 'object', l.object, 'reason', l.reason, 'code', l.code,"
          "   'arguments', l.arguments, 'object_code', l.object_code,"
          "   'object_arguments', l.object_arguments)), '[]') FROM " +
          transaction.call(extension::left_out) + " l))",
      {id}));
}

std::string status(Transaction& transaction) {
  return required(transaction->query(
      "SELECT json_build_object('ok', s.ok, 'reason', s.reason, 'reasons', s.reasons,"
      " 'last_success', " +
      time_text("s.last_success") +
      ", 'last_success_age_seconds', extract(epoch FROM s.last_success_age)::bigint,"
      " 'last_failure', " +
      time_text("s.last_failure") +
      ", 'last_error', s.last_error, 'last_error_code', f.error_code,"
      " 'last_error_arguments', f.error_arguments, 'next_run', " +
      time_text("s.next_run") +
      ", 'running', s.running, 'artifacts', s.artifacts, 'artifact_bytes', s.artifact_bytes,"
      " 'free_bytes', s.free_bytes, 'now', " +
      time_text("clock_timestamp()") + ", 'progress', (SELECT " + progress_object + " FROM " +
      transaction.call(extension::progress) + " p LIMIT 1)) FROM " +
      transaction.call(extension::status) +
      " s LEFT JOIN LATERAL (SELECT b.error_code, b.error_arguments FROM paliad.backups b"
      "   WHERE b.status = 'failed' AND b.finished_at = s.last_failure AND b.error = s.last_error"
      "   LIMIT 1) f ON true"));
}

std::optional<std::string> progress(Transaction& transaction) {
  return value_of(transaction->query("SELECT " + progress_object + " FROM " +
                                     transaction.call(extension::progress) + " p LIMIT 1"));
}

Artifact find_artifact(Transaction& transaction, const std::string& id) {
  const Result found =
      transaction->query("SELECT b.status, b.deleted_at IS NOT NULL, b.size_bytes, b.sha256, " +
                             file_name + " FROM paliad.backups b WHERE b.id = $1",
                         {id});
  const std::string state = required(found);
  if (state == "running") throw Problem("still_running");
  if (state != "done" || !value_of(found, 2) || !value_of(found, 4)) throw Problem("no_artifact");
  if (value_of(found, 1) == "t") throw Problem("gone");
  return {*value_of(found, 4), std::stoull(*value_of(found, 2)), value_of(found, 3).value_or("")};
}

std::string start_backup(Transaction& transaction) {
  return required(transaction->query("SELECT " + transaction.call(extension::start)));
}

void cancel_backup(Transaction& transaction, const std::string& id) {
  const Result result = transaction->query("SELECT " + transaction.call(extension::cancel), {id});
  if (value_of(result) != "t") throw Problem("not_running");
}

void hold_backup(Transaction& transaction, const std::string& id, bool held) {
  (void)find_artifact(transaction, id);
  transaction->query("SELECT " + transaction.call(extension::hold),
                     {id, std::string(held ? "true" : "false")});
  announce(transaction, id, held ? "held" : "released");
}

void delete_backup(Transaction& transaction, const std::string& id) {
  (void)find_artifact(transaction, id);
  const Result held = transaction->query("SELECT held FROM paliad.backups WHERE id = $1", {id});
  if (value_of(held) == "t") throw Problem("held");
  transaction->query("SELECT " + transaction.call(extension::remove), {id});
}

void announce(Transaction& transaction, const std::string& id, const std::string& what) {
  transaction->query("SELECT pg_catalog.pg_notify('paliad_backup',"
                     " json_build_object('id', $1::uuid, 'status', $2::text)::text)",
                     {id, what});
}

}  // namespace paliad::web
