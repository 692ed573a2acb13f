#include "backend/restore/restore.hpp"

#include "backend/access/authorization.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/postgres/report.hpp"
#include "backend/restore/event_triggers.hpp"
#include "backend/restore/integrity.hpp"
#include "backend/restore/large_objects.hpp"
#include "backend/restore/loading.hpp"
#include "backend/restore/new_schema.hpp"
#include "backend/restore/original_schemas.hpp"
#include "backend/restore/proved_bundle.hpp"

#include <algorithm>

namespace paliad::restore {

namespace {

ProvedBundle open_proved(const std::string& id) {
  artifacts::ProvedArtifact artifact = artifacts::prove_artifact(id);
  if (const verify::Finding* bad = first_bad(artifact.findings))
    throw Error(sqlstate::data_corrupted,
                "the artifact of backup " + id + " is damaged and can't be restored",
                bad->item + ": " + bad->detail.text,
                "paliad_backup_verify() shows every check; use another backup.");
  return {std::move(artifact), id};
}

std::string counted_rows(std::uint64_t rows) {
  return std::to_string(rows) + (rows == 1 ? " row" : " rows");
}

void load(const ProvedBundle& bundle, const std::vector<model::SheetInfo>& sheets,
          const std::vector<TargetTable>& tables, postgres::ResultSet& result) {
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    load_sheet(bundle.archive(), sheets[i], tables[i]);
    postgres::notice("sheet " + sheets[i].sheet + ": " + counted_rows(sheets[i].rows));
    result.add({sheets[i].sheet, std::to_string(sheets[i].rows)});
  }
}

void fill_tables(const ProvedBundle& bundle, const std::string& schema, MissingColumns missing,
                 postgres::ResultSet& result) {
  const auto tables = claim_tables(schema, bundle.info().sheets, missing);
  load(bundle, bundle.info().sheets, tables, result);
  require_integrity(tables);
  if (!bundle.info().scripts.empty()) set_positions(bundle.schema(all_in(schema)).positions);
}

void make_schema(const ProvedBundle& bundle, const std::string& schema, BrokenRows broken,
                 postgres::ResultSet& result) {
  const Oid caller = GetUserId();
  require_may_create_schema();
  EventTriggers().name_in_errors([&] {
    const NewSchemas made(bundle.schema(all_in(schema)), broken);
    made.make_tables();
    const auto tables = find_tables(all_in(schema), bundle.info().sheets, MissingColumns::refuse);
    with_hint_on_broken_rows([&] {
      load(bundle, bundle.info().sheets, tables, result);
      made.make_keys();
    });
    made.set_sequences();
    made.hand_over(caller);
  });
  for (const std::string& left_out : bundle.left_out_of_tables())
    postgres::notice("left out or changed: " + left_out);
}

// Throws where rows that break a constraint are to be kept in existing tables: those tables'
// constraints are not the backup's.
void require_refusal(BrokenRows broken) {
  if (broken == BrokenRows::refuse) return;
  throw Error(sqlstate::feature_not_supported,
              "rows that break a constraint can't be kept in tables that are there", {},
              "Name a schema that does not exist yet, or drop the constraint and add it again with "
              "NOT VALID.");
}

// The sheets without those of tables whose rows CREATE EXTENSION makes.
std::vector<model::SheetInfo> own_sheets(const std::vector<model::SheetInfo>& sheets,
                                         const std::vector<std::string>& of_extensions) {
  std::vector<model::SheetInfo> own;
  for (const model::SheetInfo& sheet : sheets)
    if (std::find(of_extensions.begin(), of_extensions.end(), sheet.relation) ==
        of_extensions.end())
      own.push_back(sheet);
  return own;
}

void make_everything(const ProvedBundle& bundle, BrokenRows broken, postgres::ResultSet& result) {
  const schema::DatabaseSchema schema = bundle.statements();
  const auto sheets = own_sheets(bundle.info().sheets, schema.extension_tables);
  require_names_free(sheets);
  const auto load_all = [&] {
    load(bundle, sheets, find_tables(same_schema, sheets, MissingColumns::refuse), result);
    load_large_objects(bundle.archive(), bundle.info().large_objects);
  };
  EventTriggers().name_in_errors([&] {
    with_hint_on_broken_rows([&] { restore_original_schemas(schema, broken, load_all); });
  });
}

void note(const std::string& id, const postgres::Text& schema, const model::Requester& requester) {
  postgres::SettingsScope settings;
  settings.set("paliad.audit_reason", ("paliad_backup: backup " + id + " restored").c_str());
  policy::Metadata metadata;
  metadata.text("backup_id", id);
  if (schema) metadata.text("schema", *schema);
  (void)catalog::note_in_audit_log("backup_restored", requester, metadata);
}

}  // namespace

void require_writing_transaction(const char* what) {
  if (!XactReadOnly && !RecoveryInProgress()) return;
  throw Error(sqlstate::read_only_sql_transaction,
              std::string(what) + " needs a transaction that may write", {},
              "Call it outside of READ ONLY transactions, on the primary.");
}

void restore_backup(const std::string& id, const postgres::Text& schema, const Choices& choices,
                    postgres::ResultSet& result) {
  const model::Requester requester = access::require_right();
  require_writing_transaction("a restore");
  const BrokenRows broken = broken_rows(choices.broken);
  const ProvedBundle bundle = open_proved(id);
  const RestoringScope restoring(bundle.info());
  if (!schema) {
    make_everything(bundle, broken, result);
  } else if (schema_exists(*schema)) {
    require_refusal(broken);
    fill_tables(bundle, *schema, choices.missing, result);
  } else {
    make_schema(bundle, *schema, broken, result);
  }
  note(id, schema, requester);
}

}  // namespace paliad::restore
