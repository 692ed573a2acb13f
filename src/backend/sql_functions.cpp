// The SQL functions: each takes its arguments in the server's calling convention and calls the
// function that does the work.
#include "backend/artifacts/artifact.hpp"
#include "backend/artifacts/contents.hpp"
#include "backend/artifacts/current_rows.hpp"
#include "backend/artifacts/diff.hpp"
#include "backend/artifacts/download.hpp"
#include "backend/artifacts/orphans.hpp"
#include "backend/artifacts/removal.hpp"
#include "backend/artifacts/retention.hpp"
#include "backend/artifacts/verification.hpp"
#include "backend/catalog/app_links.hpp"
#include "backend/catalog/installation.hpp"
#include "backend/extract/sheet_list.hpp"
#include "backend/postgres/values.hpp"
#include "backend/restore/drill.hpp"
#include "backend/restore/restore.hpp"
#include "backend/run/progress.hpp"
#include "backend/run/start.hpp"
#include "backend/status.hpp"

namespace {

using namespace paliad;

// A function's arguments. NULL is an error: a strict function would return no row, or do nothing,
// as if all were well.
class Arguments {
public:
  explicit Arguments(FunctionCallInfo call) : call_(call) {}

  std::string uuid(int i, const char* what = "a backup's id") const {
    return postgres::uuid_text(value(i, what));
  }
  std::string text(int i, const char* what) const { return postgres::text_of(value(i, what)); }
  bool boolean(int i, const char* what) const { return DatumGetBool(value(i, what)); }
  std::int64_t bigint(int i, const char* what) const { return DatumGetInt64(value(i, what)); }
  std::int32_t integer(int i, const char* what) const { return DatumGetInt32(value(i, what)); }
  int count() const { return call_->nargs; }

private:
  Datum value(int i, const char* what) const {
    if (call_->args[i].isnull)
      throw Error(sqlstate::null_value_not_allowed,
                  std::string(what) + " is needed, and it is NULL", {},
                  "A subquery that finds no row is NULL too.");
    return call_->args[i].value;
  }

  FunctionCallInfo call_;
};

Datum add_all(FunctionCallInfo call, const std::vector<postgres::Row>& rows) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : rows) result.add(row);
  return 0;
}

Datum make_backup(FunctionCallInfo) { return postgres::uuid_datum(run::run_backup()); }

Datum start(FunctionCallInfo) { return postgres::uuid_datum(run::start_backup()); }

Datum cancel(FunctionCallInfo call) {
  return BoolGetDatum(run::cancel_backup(Arguments(call).uuid(0)));
}

Datum remove(FunctionCallInfo call) {
  artifacts::delete_backup(Arguments(call).uuid(0));
  return 0;
}

Datum hold(FunctionCallInfo call) {
  const Arguments arguments(call);
  artifacts::hold_backup(arguments.uuid(0), arguments.boolean(1, "held"));
  return 0;
}

Datum take_over(FunctionCallInfo call) {
  return Int64GetDatum(static_cast<std::int64_t>(
      catalog::take_over_installation(Arguments(call).uuid(0, "an installation's id"))));
}

Datum expire(FunctionCallInfo call) {
  return add_all(call, artifacts::expire(Arguments(call).boolean(0, "dry_run")));
}

Datum show_status(FunctionCallInfo call) { return add_all(call, {status::read_status()}); }

Datum verify_artifact(FunctionCallInfo call) {
  return add_all(call, artifacts::verify_backup(Arguments(call).uuid(0)));
}

Datum restore_into(FunctionCallInfo call) {
  const Arguments arguments(call);
  const std::string id = arguments.uuid(0);
  // NULL restores everything under its own names.
  const postgres::Text schema =
      call->args[1].isnull ? postgres::Text() : arguments.text(1, "target_schema");
  restore::Choices choices;
  if (arguments.boolean(2, "drop_columns")) choices.missing = restore::MissingColumns::drop;
  choices.broken = arguments.text(3, "broken");
  postgres::ResultSet result(call);
  restore::restore_backup(id, schema, choices, result);
  return 0;
}

Datum drill(FunctionCallInfo call) {
  return add_all(call, restore::drill_backup(Arguments(call).uuid(0)));
}

Datum rows(FunctionCallInfo call) {
  const Arguments arguments(call);
  const std::string id = arguments.uuid(0);
  const std::string sheet = arguments.text(1, "sheet");
  postgres::ResultSet result(call);
  artifacts::read_backup_rows(id, sheet, result);
  return 0;
}

Datum contents(FunctionCallInfo call) {
  return add_all(call, artifacts::list_contents(Arguments(call).uuid(0)));
}

Datum left_out(FunctionCallInfo call) {
  return add_all(call, artifacts::list_left_out(Arguments(call).uuid(0)));
}

Datum current_rows(FunctionCallInfo call) {
  const std::string sheet = Arguments(call).text(0, "sheet");
  postgres::ResultSet result(call);
  artifacts::read_current_rows(sheet, result);
  return 0;
}

Datum diff(FunctionCallInfo call) {
  const Arguments arguments(call);
  const std::string id = arguments.uuid(0);
  const postgres::Text other =
      arguments.count() < 2 ? postgres::Text() : postgres::Text(arguments.uuid(1));
  postgres::ResultSet result(call);
  artifacts::compare_backup(id, other, result);
  return 0;
}

Datum progress(FunctionCallInfo call) { return add_all(call, run::list_progress()); }

Datum sheets(FunctionCallInfo call) { return add_all(call, extract::list_sheets()); }

Datum orphans(FunctionCallInfo call) { return add_all(call, artifacts::list_orphans()); }

Datum import_file(FunctionCallInfo call) {
  return postgres::uuid_datum(artifacts::import_file(Arguments(call).text(0, "file")));
}

Datum read(FunctionCallInfo call) {
  const Arguments arguments(call);
  return artifacts::read_piece(arguments.uuid(0), arguments.bigint(1, "byte_offset"),
                               arguments.integer(2, "byte_count"));
}

Datum download(FunctionCallInfo call) { return artifacts::read_whole(Arguments(call).uuid(0)); }

Datum link_catalog(FunctionCallInfo) {
  catalog::link_catalog();
  (void)catalog::claim_installation();
  return 0;
}

}  // namespace

#define PALIAD_SQL_FUNCTION(name, body)                                                            \
  PG_FUNCTION_INFO_V1(name);                                                                       \
  Datum name(FunctionCallInfo call) {                                                              \
    return paliad::postgres::serve([&]() { return body(call); });                                  \
  }

extern "C" {
PALIAD_SQL_FUNCTION(paliad_backup_run, make_backup)
PALIAD_SQL_FUNCTION(paliad_backup_start, start)
PALIAD_SQL_FUNCTION(paliad_backup_cancel, cancel)
PALIAD_SQL_FUNCTION(paliad_backup_progress, progress)
PALIAD_SQL_FUNCTION(paliad_backup_restore, restore_into)
PALIAD_SQL_FUNCTION(paliad_backup_drill, drill)
PALIAD_SQL_FUNCTION(paliad_backup_rows, rows)
PALIAD_SQL_FUNCTION(paliad_backup_contents, contents)
PALIAD_SQL_FUNCTION(paliad_backup_left_out, left_out)
PALIAD_SQL_FUNCTION(paliad_backup_current_rows, current_rows)
PALIAD_SQL_FUNCTION(paliad_backup_verify, verify_artifact)
PALIAD_SQL_FUNCTION(paliad_backup_status, show_status)
PALIAD_SQL_FUNCTION(paliad_backup_expire, expire)
PALIAD_SQL_FUNCTION(paliad_backup_delete, remove)
PALIAD_SQL_FUNCTION(paliad_backup_hold, hold)
PALIAD_SQL_FUNCTION(paliad_backup_sheets, sheets)
PALIAD_SQL_FUNCTION(paliad_backup_read, read)
PALIAD_SQL_FUNCTION(paliad_backup_download, download)
PALIAD_SQL_FUNCTION(paliad_backup_orphans, orphans)
PALIAD_SQL_FUNCTION(paliad_backup_import, import_file)
PALIAD_SQL_FUNCTION(paliad_backup_take_over, take_over)
PALIAD_SQL_FUNCTION(paliad_backup_diff, diff)
PALIAD_SQL_FUNCTION(paliad_backup_link_catalog, link_catalog)
// The names of version 1.0: before ALTER EXTENSION UPDATE they raise the error that says to run it.
PALIAD_SQL_FUNCTION(paliad_backup_strays, orphans)
PALIAD_SQL_FUNCTION(paliad_backup_take_back, import_file)
}
