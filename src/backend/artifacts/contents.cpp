#include "backend/artifacts/contents.hpp"

#include "backend/artifacts/artifact.hpp"
#include "backend/postgres/valves.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/bundle/bundle_reader.hpp"
#include "core/codes/codes.hpp"
#include "core/formats/json_reader.hpp"

#include <algorithm>
#include <string_view>

namespace paliad::artifacts {

namespace {

const model::SheetInfo& sheet_named(const model::BundleInfo& info, const std::string& name) {
  const auto found =
      std::find_if(info.sheets.begin(), info.sheets.end(),
                   [&](const model::SheetInfo& sheet) { return sheet.sheet == name; });
  if (found != info.sheets.end()) return *found;
  throw Error(sqlstate::undefined_object, "backup " + info.id + " has no sheet \"" + name + "\"",
              {}, "paliad_backup_contents(id) lists its sheets.");
}

// The row as JSON text. Each member's name and value are JSON texts already.
std::string object_of(const formats::Members& row) {
  std::string text = "{";
  for (const auto& [name, value] : row) {
    if (text.size() > 1) text += ',';
    text.append(name).append(":").append(value);
  }
  return text + "}";
}

// Hands a row to `take`. jsonb refuses some rows that are valid JSON. But a damaged entry may also
// give such a row before its CRC at the end shows the damage: so the rest is read first.
void hand_on(const formats::Members& row, const std::string& sheet, const formats::Blocks& rest,
             const RowConsumer& take) {
  constexpr std::string_view data_exception = "22";
  try {
    take(object_of(row));
  } catch (const Error& error) {
    if (error.state().substr(0, data_exception.size()) != data_exception) throw;
    while (!rest().empty()) continue;
    throw Error(error.state(), "a row of sheet \"" + sheet + "\" can't be shown as jsonb",
                error.what(), "The backup's CSV and JSON have the row whole.");
  }
}

CodedText why_omitted(const model::BundleInfo& info, const model::SheetInfo& sheet,
                      const std::string& column) {
  for (const model::Warning& warning : info.warnings)
    if (warning.what.code == "column_left_out" && warning.sheet == sheet.sheet &&
        warning.column == column)
      return warning.what;
  return codes::coded("column_by_rule");
}

}  // namespace

BackupContents::BackupContents(const std::string& id)
    : file_(open_artifact(id)), archive_(file_->fd(), id, bundle::most_entries),
      info_(bundle::manifest_of(archive_)) {}

const model::SheetInfo& BackupContents::sheet(const std::string& name) const {
  return sheet_named(info_, name);
}

void BackupContents::read(const model::SheetInfo& sheet, const RowConsumer& take) const {
  zip::EntryReader content(archive_, archive_.entry(bundle::json_file(sheet).name));
  const formats::Blocks next = [&] {
    postgres::check_interrupts();
    return content.next();
  };
  formats::JsonReader rows(next);
  for (formats::Members row; rows.next(row);) hand_on(row, sheet.sheet, next, take);
}

void read_backup_rows(const std::string& id, const std::string& sheet,
                      postgres::ResultSet& result) {
  const BackupContents backup(id);
  backup.read(backup.sheet(sheet), [&](const std::string& row) { result.add({row}); });
}

std::vector<postgres::Row> list_contents(const std::string& id) {
  const BackupContents backup(id);
  const model::BundleInfo& info = backup.info();
  std::vector<postgres::Row> rows;
  rows.reserve(info.sheets.size());
  for (const model::SheetInfo& sheet : info.sheets) {
    std::vector<std::string> columns;
    columns.reserve(sheet.columns.size());
    for (const model::Column& column : sheet.columns) columns.push_back(column.name);
    rows.push_back({sheet.sheet, model::to_text(sheet.kind), sheet.relation,
                    std::to_string(sheet.rows), postgres::array_literal(columns)});
  }
  return rows;
}

namespace {

CodedText named(const std::string& object) { return {{}, {}, {}, object}; }

// A row of list_left_out(); only a definition's `object` has a code.
postgres::Row left_out_row(const char* kind, const CodedText& object, const CodedText& why) {
  postgres::Row row = postgres::with_code({std::string(kind), object.text}, why);
  postgres::append_code(row, object);
  return row;
}

}  // namespace

std::vector<postgres::Row> list_left_out(const std::string& id) {
  const BackupContents backup(id);
  const model::BundleInfo& info = backup.info();
  std::vector<postgres::Row> rows;
  rows.reserve(info.exclusions.size());
  for (const model::Exclusion& left_out : info.exclusions)
    rows.push_back(left_out_row("relation", named(left_out.relation), left_out.reason));
  for (const model::SheetInfo& sheet : info.sheets)
    for (const std::string& column : sheet.omitted_columns)
      rows.push_back(left_out_row("column", named(column + " of " + sheet.relation),
                                  why_omitted(info, sheet, column)));
  for (const model::NotCarried& one : info.not_carried)
    rows.push_back(left_out_row("definition", one.object, one.reason));
  return rows;
}

}  // namespace paliad::artifacts
