#include "backend/artifacts/current_rows.hpp"

#include "backend/access/authorization.hpp"
#include "backend/introspection/facts_reader.hpp"
#include "backend/introspection/unchanged_facts.hpp"
#include "backend/postgres/row_stream.hpp"
#include "core/base/digest.hpp"
#include "core/formats/csv_writer.hpp"
#include "core/formats/json_writer.hpp"

#include <algorithm>

namespace paliad::artifacts {

namespace {

class JsonSink final : public postgres::RowSink {
public:
  JsonSink(const model::SheetInfo& sheet, const RowConsumer& take) : sheet_(sheet), take_(take) {}

  void row(const model::Field* fields) override {
    TextBuffer object;
    formats::JsonRows(sheet_.columns).append_row(object, fields);
    take_(std::string(object.view()));
  }

private:
  const model::SheetInfo& sheet_;
  const RowConsumer& take_;
};

// Computes the digest of the CSV that a backup made now would have.
class CsvDigest final : public postgres::RowSink {
public:
  explicit CsvDigest(const std::vector<model::Column>& columns) : columns_(columns.size()) {
    formats::append_csv_header(text_, columns);
    hash_.update(text_.view());
  }

  void row(const model::Field* fields) override {
    text_.clear(most_kept);
    formats::append_csv_row(text_, fields, columns_);
    hash_.update(text_.view());
  }

  Sha256Value finish() { return hash_.finish(); }

private:
  static constexpr std::size_t most_kept = 1024UL * 1024;

  std::size_t columns_;
  TextBuffer text_;
  Sha256 hash_;
};

void stream(const policy::PlannedSheet& sheet, postgres::RowSink& sink) {
  const model::SheetInfo& info = sheet.info;
  (void)postgres::stream_rows({info.query, sheet.reads}, info.columns, info.relation, sink);
}

void keep_only(policy::Registry& registry, const std::string& name) {
  const auto found =
      std::find_if(registry.sheets.begin(), registry.sheets.end(),
                   [&](const policy::PlannedSheet& sheet) { return sheet.info.sheet == name; });
  if (found == registry.sheets.end())
    throw Error(sqlstate::undefined_object, "a backup made now has no sheet \"" + name + "\"", {},
                "paliad_backup_sheets() lists the sheets.");
  registry.sheets = {*found};
}

}  // namespace

CurrentSheets::CurrentSheets(const std::string* only) {
  const policy::DatabaseFacts facts = introspection::read_facts();
  registry_ = policy::plan_registry(facts);
  if (only != nullptr) keep_only(registry_, *only);
  introspection::lock_relations(registry_, facts);
  introspection::require_unchanged(registry_, facts);
}

void CurrentSheets::read(const policy::PlannedSheet& sheet, const RowConsumer& take) const {
  JsonSink sink(sheet.info, take);
  stream(sheet, sink);
}

bool CurrentSheets::has_digest(const policy::PlannedSheet& sheet, const Sha256Value& csv) const {
  CsvDigest sink(sheet.info.columns);
  stream(sheet, sink);
  return sink.finish() == csv;
}

void read_current_rows(const std::string& sheet, postgres::ResultSet& result) {
  (void)access::require_right();
  const CurrentSheets current(&sheet);
  current.read(current.registry().sheets[0], [&](const std::string& row) { result.add({row}); });
}

}  // namespace paliad::artifacts
