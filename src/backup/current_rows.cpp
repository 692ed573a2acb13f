#include "backup/current_rows.hpp"

#include "backup/catalog_reader.hpp"
#include "backup/gate.hpp"
#include "backup/reading.hpp"
#include "backup/registry.hpp"
#include "bundle/json_rows.hpp"
#include "postgres/row_stream.hpp"

#include <algorithm>

namespace paliad::backup {

namespace {

class JsonSink final : public postgres::RowSink {
public:
  JsonSink(const bundle::SheetInfo& sheet, postgres::ResultSet& result)
      : sheet_(sheet), result_(result) {}

  void row(const bundle::Field* fields) override {
    bundle::TextBuffer object;
    bundle::JsonRows(sheet_.columns).append_row(object, fields);
    result_.add({std::string(object.view())});
  }

private:
  const bundle::SheetInfo& sheet_;
  postgres::ResultSet& result_;
};

const bundle::SheetInfo& sheet_named(const Registry& registry, const std::string& name) {
  const auto found =
      std::find_if(registry.sheets.begin(), registry.sheets.end(),
                   [&](const PlannedSheet& sheet) { return sheet.info.sheet == name; });
  if (found != registry.sheets.end()) return found->info;
  throw Error(sqlstate::undefined_object, "a backup made now has no sheet \"" + name + "\"", {},
              "paliad_backup_sheets() lists the sheets.");
}

}  // namespace

void read_current_rows(const std::string& sheet, postgres::ResultSet& result) {
  (void)require_right();
  const ReadingScope reading;
  const Registry registry = plan_registry(read_catalog());
  const bundle::SheetInfo& info = sheet_named(registry, sheet);
  JsonSink sink(info, result);
  postgres::stream_rows(info.query, info.columns, info.relation, sink);
}

}  // namespace paliad::backup
