#include "backend/introspection/schema_reader.hpp"

#include "backend/access/own_objects.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"

namespace paliad::backup {

namespace {

using postgres::Row;

std::string relations_of(const Registry& registry) {
  std::vector<std::string> ids;
  for (const PlannedSheet& sheet : registry.sheets)
    for (const RelationId id : sheet.reads) ids.push_back(std::to_string(id));
  return postgres::array_literal(ids);
}

// Each as <relation's id>:<name>.
std::string omitted_columns_of(const Registry& registry) {
  std::vector<std::string> columns;
  for (const PlannedSheet& sheet : registry.sheets)
    for (const RelationId id : sheet.reads)
      for (const std::string& column : sheet.info.omitted_columns)
        columns.push_back(std::to_string(id) + ":" + column);
  return postgres::array_literal(columns);
}

void take(const Row& row, bundle::DatabaseSchema& schema,
          std::vector<bundle::Exclusion>& not_carried) {
  const std::string& text = row[1].value();
  if (row[0] == "before")
    schema.before.push_back(text);
  else if (row[0] == "after")
    schema.after.push_back(text);
  else if (row[0] == "computed")
    schema.computed[text].push_back(row[2].value());
  else
    not_carried.push_back({text, row[2].value()});
}

}  // namespace

bundle::DatabaseSchema read_schema(const Registry& registry,
                                   std::vector<bundle::Exclusion>& not_carried) {
  bundle::DatabaseSchema schema;
  postgres::Named named;
  named.functions.push_back(own_function("schema_statements"));
  for (const Row& row :
       postgres::query("SELECT phase, text, reason"
                       "  FROM paliad_backup_internal.schema_statements($1::oid[], $2::text[])",
                       {relations_of(registry), omitted_columns_of(registry)}, named))
    take(row, schema, not_carried);
  return schema;
}

}  // namespace paliad::backup
