#include "backend/extract/sheet_list.hpp"

#include "backend/access/authorization.hpp"
#include "backend/extract/sheet_extractor.hpp"
#include "backend/introspection/facts_reader.hpp"
#include "backend/postgres/values.hpp"
#include "core/policy/registry.hpp"

namespace paliad::extract {

namespace {

postgres::Row row_of(std::size_t position, const model::SheetInfo& sheet) {
  std::vector<std::string> columns;
  columns.reserve(sheet.columns.size());
  for (const model::Column& column : sheet.columns) columns.push_back(column.name);
  return {std::to_string(position),
          sheet.sheet,
          model::to_text(sheet.kind),
          sheet.relation,
          "t",
          std::nullopt,
          sheet.query,
          postgres::array_literal(columns),
          std::nullopt,
          std::nullopt};
}

}  // namespace

std::vector<postgres::Row> list_sheets() {
  (void)access::require_right();
  const ReadingScope reading;
  const policy::Registry registry = policy::plan_registry(introspection::read_facts());
  std::vector<postgres::Row> rows;
  rows.reserve(registry.sheets.size() + registry.exclusions.size());
  for (const policy::PlannedSheet& sheet : registry.sheets)
    rows.push_back(row_of(rows.size() + 1, sheet.info));
  for (const model::Exclusion& exclusion : registry.exclusions) {
    rows.push_back({std::nullopt, std::nullopt, std::nullopt, exclusion.relation, "f",
                    exclusion.reason.text, std::nullopt, std::nullopt});
    postgres::append_code(rows.back(), exclusion.reason);
  }
  return rows;
}

}  // namespace paliad::extract
