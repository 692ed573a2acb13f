#include "backup/schema_reader.hpp"

#include "postgres/spi.hpp"
#include "postgres/values.hpp"

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

// The extension's function, wherever it was created.
std::string schema_function() {
  return *postgres::query("SELECT quote_ident(n.nspname) || '.paliad_backup_schema'"
                          "  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                          " WHERE e.extname = 'paliad_backup'")[0][0];
}

void take(const Row& row, bundle::DatabaseSchema& schema, std::vector<bundle::Exclusion>& lost) {
  const std::string& text = row[1].value();
  if (row[0] == "before")
    schema.before.push_back(text);
  else if (row[0] == "after")
    schema.after.push_back(text);
  else if (row[0] == "computed")
    schema.computed[text].push_back(row[2].value());
  else
    lost.push_back({text, row[2].value()});
}

}  // namespace

bundle::DatabaseSchema read_schema(const Registry& registry, std::vector<bundle::Exclusion>& lost) {
  bundle::DatabaseSchema schema;
  for (const Row& row : postgres::query("SELECT phase, text, reason FROM " + schema_function() +
                                            "($1::oid[], $2::text[])",
                                        {relations_of(registry), omitted_columns_of(registry)}))
    take(row, schema, lost);
  return schema;
}

}  // namespace paliad::backup
