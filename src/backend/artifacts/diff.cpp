#include "backend/artifacts/diff.hpp"

#include "backend/artifacts/contents.hpp"
#include "backend/artifacts/current_rows.hpp"
#include "backend/postgres/row_stream.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/temporary_rows.hpp"
#include "core/bundle/bundle_layout.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace paliad::artifacts {

namespace {

using postgres::Row;
using postgres::TemporaryRows;
using postgres::Text;

// A sheet that both sides have, or one of them; the other pointer is null.
struct ComparedSheet {
  const model::SheetInfo* before = nullptr;
  const model::SheetInfo* after = nullptr;
  const policy::PlannedSheet* current =
      nullptr;  // where `after` is what a backup made now would have

  const std::string& relation() const { return (after != nullptr ? after : before)->relation; }
};

using ComparedSheets = std::map<std::string, ComparedSheet>;

// For each table, by its qualified name: the columns of its current primary key, in the key's
// order.
std::map<std::string, std::vector<std::string>> keys_now(const ComparedSheets& sheets) {
  std::vector<std::string> relations;
  for (const auto& [name, sheet] : sheets) relations.push_back(sheet.relation());
  std::map<std::string, std::vector<std::string>> keys;
  for (const Row& row :
       postgres::query("SELECT format('%I.%I', n.nspname, c.relname), a.attname"
                       "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                       "  JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
                       "  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)"
                       " WHERE format('%I.%I', n.nspname, c.relname) = ANY ($1::text[])"
                       " ORDER BY c.oid, array_position(i.indkey::int2[], a.attnum)",
                       {postgres::array_literal(relations)}))
    keys[*row[0]].push_back(*row[1]);
  return keys;
}

std::string literal(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

// An SQL expression over the row r that identifies the row.
std::string key_expression(const std::vector<std::string>& columns) {
  if (columns.empty())
    return "jsonb_build_object('row', r, 'number', row_number() OVER (PARTITION BY r))";
  std::string members;
  for (const std::string& column : columns)
    members += (members.empty() ? "" : ", ") + literal(column) + ", r -> " + literal(column);
  return "jsonb_build_object(" + members + ")";
}

class DifferenceSink final : public postgres::RowSink {
public:
  DifferenceSink(const std::string& sheet, postgres::ResultSet& result)
      : sheet_(sheet), result_(result) {}

  void row(const model::Field* fields) override {
    constexpr int columns = 4;
    Row row{sheet_};
    for (int i = 0; i < columns; ++i)
      row.push_back(fields[i].is_null ? Text() : Text(std::string(fields[i].text)));
    result_.add(row);
  }

private:
  const std::string& sheet_;
  postgres::ResultSet& result_;
};

// Has the server join both sides, on disk where they are large.
void join(const std::string& sheet, const std::vector<std::string>& key, TemporaryRows& before,
          TemporaryRows& after, postgres::ResultSet& result) {
  QueryEnvironment* const environment = postgres::call_backend([]() { return create_queryEnv(); });
  before.join(environment);
  after.join(environment);
  const std::string key_of_row = key_expression(key);
  const std::string statement =
      "SELECT CASE WHEN a IS NULL THEN 'removed' WHEN b IS NULL THEN 'added' ELSE 'changed' END,"
      "       k, b, a"
      "  FROM (SELECT r AS b, " +
      key_of_row +
      " AS k FROM before_rows) AS old"
      "  FULL JOIN (SELECT r AS a, " +
      key_of_row +
      " AS k FROM after_rows) AS new USING (k)"
      " WHERE a IS DISTINCT FROM b ORDER BY k";
  const std::vector<model::Column> columns{
      {"change", "text"}, {"key", "jsonb"}, {"before", "jsonb"}, {"after", "jsonb"}};
  const std::vector<std::uint32_t> reads;
  postgres::SettingsScope settings;
  settings.set("standard_conforming_strings", "on");
  DifferenceSink sink(sheet, result);
  (void)postgres::stream_rows({statement, reads, environment}, columns, sheet, sink);
}

class Comparison {
public:
  Comparison(const std::string& id, const Text& other) : before_(id) {
    if (other)
      after_.emplace(*other);
    else
      current_.emplace();
    for (const model::SheetInfo& sheet : before_.info().sheets)
      sheets_[sheet.sheet].before = &sheet;
    if (after_)
      for (const model::SheetInfo& sheet : after_->info().sheets)
        sheets_[sheet.sheet].after = &sheet;
    else
      for (const policy::PlannedSheet& sheet : current_->registry().sheets) {
        sheets_[sheet.info.sheet].after = &sheet.info;
        sheets_[sheet.info.sheet].current = &sheet;
      }
  }

  // Where a side lacks a column of the table's current key, its rows can't be matched by that key.
  static bool has_columns(const model::SheetInfo* sheet, const std::vector<std::string>& names) {
    return sheet == nullptr || std::all_of(names.begin(), names.end(), [&](const auto& name) {
             return std::any_of(sheet->columns.begin(), sheet->columns.end(),
                                [&](const model::Column& one) { return one.name == name; });
           });
  }

  void run(postgres::ResultSet& result) const {
    auto keys = keys_now(sheets_);
    for (const auto& [name, sheet] : sheets_) {
      postgres::check_interrupts();
      if (is_unchanged(sheet)) continue;
      auto& key = keys[sheet.relation()];
      if (!has_columns(sheet.before, key) || !has_columns(sheet.after, key)) key.clear();
      compare(name, sheet, key, result);
    }
  }

private:
  // Compares digests of the CSV, whose rows are in the key's order. Most sheets of most backups are
  // unchanged, so this saves most of the work.
  bool is_unchanged(const ComparedSheet& sheet) const {
    if (sheet.before == nullptr || sheet.after == nullptr) return false;
    const Sha256Value& digest = bundle::csv_file(*sheet.before).sha256;
    return sheet.current == nullptr ? bundle::csv_file(*sheet.after).sha256 == digest
                                    : current_->has_digest(*sheet.current, digest);
  }

  void compare(const std::string& name, const ComparedSheet& sheet,
               const std::vector<std::string>& key, postgres::ResultSet& result) const {
    TemporaryRows before("before_rows");
    TemporaryRows after("after_rows");
    if (sheet.before != nullptr)
      before_.read(*sheet.before, [&](const std::string& row) { before.add(row); });
    const RowConsumer take = [&](const std::string& row) { after.add(row); };
    if (sheet.current != nullptr)
      current_->read(*sheet.current, take);
    else if (sheet.after != nullptr)
      after_->read(*sheet.after, take);
    join(name, key, before, after, result);
  }

  const BackupContents before_;
  std::optional<BackupContents> after_;
  std::optional<CurrentSheets> current_;
  ComparedSheets sheets_;
};

}  // namespace

void compare_backup(const std::string& id, const Text& other, postgres::ResultSet& result) {
  Comparison(id, other).run(result);
}

}  // namespace paliad::artifacts
