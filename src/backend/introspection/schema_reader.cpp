#include "backend/introspection/schema_reader.hpp"

#include "backend/access/own_objects.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"
#include "core/codes/codes.hpp"

#include <algorithm>
#include <tuple>

namespace paliad::introspection {

namespace {

using postgres::Row;

std::string relations_of(const policy::Registry& registry) {
  std::vector<std::string> ids;
  for (const policy::PlannedSheet& sheet : registry.sheets)
    for (const policy::RelationId id : sheet.reads) ids.push_back(std::to_string(id));
  return postgres::array_literal(ids);
}

// Each as <relation's id>:<name>.
std::string omitted_columns_of(const policy::Registry& registry) {
  std::vector<std::string> columns;
  for (const policy::PlannedSheet& sheet : registry.sheets)
    for (const policy::RelationId id : sheet.reads)
      for (const std::string& column : sheet.info.omitted_columns)
        columns.push_back(std::to_string(id) + ":" + column);
  return postgres::array_literal(columns);
}

constexpr const char* statements_query =
    "SELECT phase, text, reason"
    "  FROM paliad_backup_internal.schema_statements($1::oid[], $2::text[])";

struct StatementRow {
  std::string phase;
  std::string text;    // a statement, a relation, or an object as JSON
  std::string reason;  // where it is no statement: a computed column, or why as JSON
};

StatementRow statement_row(const Row& row) { return {*row[0], *row[1], row[2].value_or("")}; }

void take(const StatementRow& row, bundle::DatabaseSchema& schema,
          std::vector<model::NotCarried>& not_carried) {
  if (row.phase == "before")
    schema.before.push_back(row.text);
  else if (row.phase == "after")
    schema.after.push_back(row.text);
  else if (row.phase == "computed")
    schema.computed[row.text].push_back(row.reason);
  else
    not_carried.push_back({codes::coded_of(row.text), codes::coded_of(row.reason)});
}

}  // namespace

bundle::DatabaseSchema read_schema(const policy::Registry& registry,
                                   std::vector<model::NotCarried>& not_carried) {
  bundle::DatabaseSchema schema;
  postgres::Named named;
  named.functions.push_back(access::own_function("schema_statements"));
  for (const Row& row : postgres::query(
           statements_query, {relations_of(registry), omitted_columns_of(registry)}, named))
    take(statement_row(row), schema, not_carried);
  std::sort(not_carried.begin(), not_carried.end(), [](const auto& one, const auto& other) {
    return std::tie(one.object.text, one.reason.text) <
           std::tie(other.object.text, other.reason.text);
  });
  return schema;
}

}  // namespace paliad::introspection
