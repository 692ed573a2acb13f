#include "backend/restore/drill.hpp"

#include "backend/access/authorization.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/extract/sheet_extractor.hpp"
#include "backend/postgres/row_stream.hpp"
#include "backend/postgres/transaction.hpp"
#include "backend/postgres/values.hpp"
#include "backend/restore/comparison.hpp"
#include "backend/restore/event_triggers.hpp"
#include "backend/restore/loading.hpp"
#include "backend/restore/new_schema.hpp"
#include "backend/restore/proved_bundle.hpp"
#include "backend/restore/restore.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/codes/codes.hpp"
#include "core/formats/csv_columns.hpp"
#include "core/formats/csv_writer.hpp"
#include "core/verify/row_sum.hpp"

#include <map>
#include <memory>

namespace paliad::restore {

namespace {

using codes::coded;
using model::SheetInfo;
using verify::Finding;

class SummingSink final : public postgres::RowSink {
public:
  SummingSink(verify::RowSum& sum, std::size_t columns)
      : sum_(sum), columns_(columns), text_([this](std::string_view piece) { sum_.more(piece); }) {}

  void row(const model::Field* fields) override {
    formats::append_csv_row(text_, fields, columns_);
    text_.pass_rest();
    sum_.end();
  }

private:
  verify::RowSum& sum_;
  std::size_t columns_;
  TextBuffer text_;
};

verify::RowSum sum_of_backup(const zip::Archive& archive, const SheetInfo& sheet) {
  zip::EntryReader content(archive, archive.entry(bundle::csv_file(sheet).name));
  formats::CsvRows rows;
  verify::RowSum sum;
  bool header = true;
  for (std::string_view piece = content.next(); !piece.empty(); piece = content.next()) {
    postgres::check_interrupts();
    rows.pass(
        piece,
        [&](std::string_view part) {
          if (!header) sum.more(part);
        },
        [&] {
          if (!header) sum.end();
          header = false;
        });
  }
  return sum;
}

verify::RowSum sum_of_table(const SheetInfo& sheet, const TargetTable& table) {
  std::string columns;
  for (const model::Column& column : sheet.columns)
    columns += (columns.empty() ? "" : ", ") + schema::quoted_name(column.name);
  verify::RowSum sum;
  SummingSink sink(sum, sheet.columns.size());
  const std::vector<Oid> reads = relations_below(table);
  (void)postgres::stream_rows({"SELECT " + columns + " FROM " + from_item(table), reads},
                              sheet.columns, table.name, sink);
  return sum;
}

Finding compare(const zip::Archive& archive, const SheetInfo& sheet, const TargetTable& table) {
  const verify::RowSum expected = sum_of_backup(archive, sheet);
  const verify::RowSum found = sum_of_table(sheet, table);
  const std::string item = "sheet " + sheet.sheet;
  if (found.rows() != expected.rows())
    return {item, false,
            coded("other_row_count", {{"count", found.rows()}, {"expected", expected.rows()}})};
  if (!(found == expected)) return {item, false, coded("other_values")};
  return {item, true, coded("rows_back", {{"count", found.rows()}})};
}

// The steps of a drill, up to the first one that throws an error.
class Drill {
public:
  Drill(const ProvedBundle& bundle, std::vector<Finding>& findings)
      : bundle_(bundle), findings_(findings) {}

  void run() {
    try {
      const EventTriggers event_triggers;
      const postgres::Subtransaction scratch;  // never released: it is rolled back
      event_triggers.name_in_errors([this] { rehearse(); });
    } catch (const Error& error) {
      if (error.state() == sqlstate::query_canceled || error.state() == sqlstate::admin_shutdown)
        throw;
      CodedText detail = codes::failure_of(error);
      if (!error.detail().empty()) detail.text += " (" + error.detail() + ")";
      findings_.push_back({step_, false, std::move(detail)});
    }
  }

private:
  // One schema for each schema of the backup, because two of them may have tables of the same name.
  schema::Placement scratch_schemas() const {
    auto known = std::make_shared<std::map<std::string, std::string>>();
    const std::string stem = "paliad_backup_drill_" + bundle_.info().id.substr(0, 8) + "_";
    return [known, stem](const std::string& schema) {
      return known->emplace(schema, stem + std::to_string(known->size() + 1)).first->second;
    };
  }

  void rehearse() {
    const auto& sheets = bundle_.info().sheets;
    const RestoringScope restoring(bundle_.info());
    step_ = "tables";
    const schema::Placement place = scratch_schemas();
    const NewSchemas made(bundle_.schema(place), BrokenRows::refuse);
    made.make_tables();
    const auto tables = find_tables(place, sheets, MissingColumns::refuse);
    findings_.push_back({step_, true, coded("tables_made", {{"count", tables.size()}})});
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      step_ = "sheet " + sheets[i].sheet;
      load_sheet(bundle_.archive(), sheets[i], tables[i]);
    }
    step_ = "keys";
    made.make_keys();
    step_ = "sequences";
    made.set_sequences();
    compare_schema(made.script());
    compare_all(tables);
  }

  // Event triggers and other sessions' code may have changed what was made.
  void compare_schema(const schema::SchemaScript& script) {
    step_ = "keys";
    findings_.push_back(compare_keys_and_checks(script));
    step_ = "foreign keys";
    findings_.push_back(compare_foreign_keys(script));
    step_ = "indexes";
    findings_.push_back(compare_indexes(script));
    step_ = "sequences";
    findings_.push_back(compare_positions(script));
  }

  void compare_all(const std::vector<TargetTable>& tables) {
    const postgres::LatestSnapshotScope latest;
    const extract::ReadingScope reading;
    const auto& sheets = bundle_.info().sheets;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      step_ = "sheet " + sheets[i].sheet;
      findings_.push_back(compare(bundle_.archive(), sheets[i], tables[i]));
    }
  }

  const ProvedBundle& bundle_;
  std::vector<Finding>& findings_;
  std::string step_;
};

std::vector<Finding> drill(const std::string& id) {
  artifacts::ProvedArtifact artifact = artifacts::prove_artifact(id);
  if (const Finding* bad = first_bad(artifact.findings))
    return {{"artifact", false, coded("check_failed", {{"item", bad->item}}, bad->detail)}};
  std::vector<Finding> findings{
      {"artifact", true, coded("checks_passed", {{"count", artifact.findings.size()}})}};
  const ProvedBundle bundle(std::move(artifact), id);
  Drill(bundle, findings).run();
  return findings;
}

}  // namespace

std::vector<postgres::Row> drill_backup(const std::string& id) {
  (void)access::require_right();
  require_writing_transaction("a drill");
  const std::vector<Finding> findings = drill(id);
  catalog::record_check(id, "drilled", verify::all_ok(findings));
  return artifacts::rows_of(findings);
}

}  // namespace paliad::restore
