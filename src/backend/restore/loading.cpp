#include "backend/restore/loading.hpp"

#include "backend/postgres/copy_in.hpp"
#include "backend/postgres/report.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/settings.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/formats/csv_columns.hpp"

#include <algorithm>

namespace paliad::restore {

namespace {

constexpr const char* pinned[][2] = {
    {"datestyle", "ISO, YMD"},        {"timezone", "UTC"},
    {"intervalstyle", "postgres"},    {"standard_conforming_strings", "on"},
    {"transform_null_equals", "off"}, {"array_nulls", "on"},
    {"xmloption", "content"},         {"quote_all_identifiers", "off"},
};

// The backup's lc_monetary where a sheet has a column of type money, whose text depends on it; else
// null.
const std::string* monetary_locale(const model::BundleInfo& info) {
  const auto has_money = [](const model::SheetInfo& sheet) {
    return std::any_of(sheet.columns.begin(), sheet.columns.end(), [](const model::Column& one) {
      return one.type.compare(0, 5, "money") == 0;
    });
  };
  if (std::none_of(info.sheets.begin(), info.sheets.end(), has_money)) return nullptr;
  for (const auto& [name, value] : info.settings)
    if (name == "lc_monetary") return &value;
  return nullptr;
}

postgres::Row sequence_of(const schema::SequencePosition& position) {
  const postgres::LatestSnapshotScope latest;
  const std::string which = position.column
                                ? "(SELECT to_regclass(pg_get_serial_sequence($1, a.attname::text))"
                                  "   FROM pg_attribute a WHERE a.attrelid = to_regclass($1)"
                                  "    AND a.attname = $2 AND NOT a.attisdropped)"
                                : "to_regclass($1)";
  std::vector<postgres::Text> names{position.relation};
  if (position.column) names.emplace_back(position.column);
  const auto rows =
      postgres::query("SELECT c.oid, c.relowner, has_sequence_privilege(c.oid, 'UPDATE'),"
                      "       c.oid::regclass FROM pg_class c WHERE c.relkind = 'S' AND c.oid = " +
                          which,
                      names);
  return rows.empty() ? postgres::Row() : rows[0];
}

// RESTART gives the sequence a new file, so that a rollback undoes setval() too.
void set_position(const postgres::Row& sequence, const schema::SequencePosition& position) {
  const postgres::RoleScope acting(static_cast<Oid>(std::stoul(*sequence[1])));
  postgres::run_command("ALTER SEQUENCE " + *sequence[3] + " RESTART");
  postgres::execute("SELECT setval($1::oid::regclass, $2::bigint, $3::boolean)",
                    {sequence[0], position.position, std::string(position.called ? "t" : "f")});
}

// Reads the position from the sequence itself.
bool stands_at(const postgres::Row& sequence, const schema::SequencePosition& position) {
  const postgres::LatestSnapshotScope latest;
  postgres::Named named;
  named.relations.push_back(postgres::oid_of(sequence[0]));
  const auto rows = postgres::query(
      "SELECT last_value = $1::bigint AND is_called = $2::boolean FROM " + *sequence[3],
      {position.position, std::string(position.called ? "t" : "f")}, named);
  return rows.size() == 1 && postgres::is_true(rows[0][0]);
}

// The table's owner, because the table's checks are the owner's code and not the caller's. But not
// a superuser for a caller who is none: a domain that somebody else has made may call any function
// of the server, and must not do so with a superuser's rights.
Oid loading_role(const TargetTable& table) {
  return postgres::call_backend(
      [&]() { return superuser_arg(table.owner) && !superuser() ? GetUserId() : table.owner; });
}

}  // namespace

RestoringScope::RestoringScope(const model::BundleInfo& info) {
  for (const auto& [name, value] : pinned) settings_.set(name, value);
  settings_.set("lock_timeout", std::to_string(settings::lock_timeout()).c_str());
  if (const std::string* locale = monetary_locale(info))
    settings_.set("lc_monetary", locale->c_str());
}

void load_sheet(const zip::Archive& archive, const model::SheetInfo& sheet,
                const TargetTable& table) {
  zip::EntryReader content(archive, archive.entry(bundle::csv_file(sheet).name));
  formats::CsvColumns columns(table.kept);
  const bool all = table.columns.size() == table.kept.size();
  const postgres::Pieces pieces = [&]() -> std::string_view {
    for (;;) {
      const std::string_view piece = content.next();
      if (all || piece.empty()) return piece;
      const std::string_view rest = columns.pass(piece);
      if (!rest.empty()) return rest;
    }
  };
  postgres::SettingsScope settings;
  settings.set_as_superuser("session_replication_role", "replica");
  const postgres::RoleScope acting(loading_role(table));
  const std::uint64_t rows = postgres::copy_in(table.oid, table.columns, pieces);
  if (rows != sheet.rows)
    throw Error(sqlstate::cardinality_violation,
                "table " + table.name + " took " + std::to_string(rows) + " rows of " +
                    std::to_string(sheet.rows),
                {}, "A trigger of it that is marked ENABLE ALWAYS or REPLICA leaves rows out.");
}

void set_positions(const std::vector<schema::SequencePosition>& positions) {
  const postgres::PinnedSettingsScope settings;
  for (const schema::SequencePosition& position : positions) {
    const postgres::Row sequence = sequence_of(position);
    if (sequence.empty()) {
      postgres::notice("there is no sequence of " + position.relation +
                       (position.column ? " (" + *position.column + ")" : "") +
                       ": its position is not set");
      continue;
    }
    if (sequence[2] != "t")
      throw Error(sqlstate::insufficient_privilege,
                  "the caller may not set the position of sequence " + *sequence[3], {},
                  "GRANT UPDATE ON SEQUENCE " + *sequence[3] + " to the calling role.");
    set_position(sequence, position);
  }
}

std::vector<std::string> other_positions(const std::vector<schema::SequencePosition>& positions) {
  const postgres::PinnedSettingsScope settings;
  std::vector<std::string> others;
  for (const schema::SequencePosition& position : positions) {
    const postgres::Row sequence = sequence_of(position);
    if (sequence.empty() || !stands_at(sequence, position))
      others.push_back(schema::relation_name(position.relation).name +
                       (position.column ? "." + *position.column : std::string()));
  }
  return others;
}

}  // namespace paliad::restore
