// The SQL functions: one line of glue each between the server's calling convention and the work.
#include "backup/artifact.hpp"
#include "backup/artifact_bytes.hpp"
#include "backup/current_rows.hpp"
#include "backup/old_rows.hpp"
#include "backup/progress.hpp"
#include "backup/removal.hpp"
#include "backup/run.hpp"
#include "backup/sheet_list.hpp"
#include "backup/strays.hpp"
#include "backup/verification.hpp"
#include "postgres/values.hpp"
#include "restore/drill.hpp"
#include "restore/restore.hpp"
#include "schedule/retention.hpp"
#include "schedule/status.hpp"

namespace {

using namespace paliad;

Datum run(FunctionCallInfo) { return postgres::uuid_datum(backup::run_backup()); }

Datum start(FunctionCallInfo) { return postgres::uuid_datum(backup::start_backup()); }

Datum cancel(FunctionCallInfo call) {
  return BoolGetDatum(backup::cancel_backup(postgres::uuid_text(call->args[0].value)));
}

Datum remove(FunctionCallInfo call) {
  backup::delete_backup(postgres::uuid_text(call->args[0].value));
  return 0;
}

Datum hold(FunctionCallInfo call) {
  backup::hold_backup(postgres::uuid_text(call->args[0].value), DatumGetBool(call->args[1].value));
  return 0;
}

Datum expire(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : schedule::expire(DatumGetBool(call->args[0].value)))
    result.add(row);
  return 0;
}

Datum status(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  result.add(schedule::read_status());
  return 0;
}

Datum verify_artifact(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : backup::verify_backup(postgres::uuid_text(call->args[0].value)))
    result.add(row);
  return 0;
}

Datum restore_into(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  restore::restore_backup(
      postgres::uuid_text(call->args[0].value), postgres::text_of(call->args[1].value),
      DatumGetBool(call->args[2].value) ? restore::LostColumns::drop : restore::LostColumns::refuse,
      result);
  return 0;
}

Datum drill(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : restore::drill_backup(postgres::uuid_text(call->args[0].value)))
    result.add(row);
  return 0;
}

Datum rows(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  backup::read_old_rows(postgres::uuid_text(call->args[0].value),
                        postgres::text_of(call->args[1].value), result);
  return 0;
}

Datum contents(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : backup::list_contents(postgres::uuid_text(call->args[0].value)))
    result.add(row);
  return 0;
}

Datum left_out(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : backup::list_left_out(postgres::uuid_text(call->args[0].value)))
    result.add(row);
  return 0;
}

Datum current_rows(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  backup::read_current_rows(postgres::text_of(call->args[0].value), result);
  return 0;
}

Datum progress(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : backup::list_progress()) result.add(row);
  return 0;
}

Datum sheets(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : backup::list_sheets()) result.add(row);
  return 0;
}

Datum strays(FunctionCallInfo call) {
  postgres::ResultSet result(call);
  for (const postgres::Row& row : backup::list_strays()) result.add(row);
  return 0;
}

Datum take_back(FunctionCallInfo call) {
  return postgres::uuid_datum(backup::take_back(postgres::text_of(call->args[0].value)));
}

Datum read(FunctionCallInfo call) {
  return backup::read_piece(postgres::uuid_text(call->args[0].value),
                            DatumGetInt64(call->args[1].value), DatumGetInt32(call->args[2].value));
}

Datum download(FunctionCallInfo call) {
  return backup::read_whole(postgres::uuid_text(call->args[0].value));
}

}  // namespace

#define PALIAD_SQL_FUNCTION(name, body)                                                            \
  PG_FUNCTION_INFO_V1(name);                                                                       \
  Datum name(FunctionCallInfo call) {                                                              \
    return paliad::postgres::serve([&]() { return body(call); });                                  \
  }

extern "C" {
PALIAD_SQL_FUNCTION(paliad_backup_run, run)
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
PALIAD_SQL_FUNCTION(paliad_backup_status, status)
PALIAD_SQL_FUNCTION(paliad_backup_expire, expire)
PALIAD_SQL_FUNCTION(paliad_backup_delete, remove)
PALIAD_SQL_FUNCTION(paliad_backup_hold, hold)
PALIAD_SQL_FUNCTION(paliad_backup_sheets, sheets)
PALIAD_SQL_FUNCTION(paliad_backup_read, read)
PALIAD_SQL_FUNCTION(paliad_backup_download, download)
PALIAD_SQL_FUNCTION(paliad_backup_strays, strays)
PALIAD_SQL_FUNCTION(paliad_backup_take_back, take_back)
}
