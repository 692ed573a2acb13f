#include "backend/introspection/table_sizes.hpp"

#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"

namespace paliad::introspection {

namespace {

// The oids of the relations of all sheets as an array's text; `owners` gets each one's sheet.
std::string relations(const policy::Registry& registry, std::vector<std::size_t>& owners) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < registry.sheets.size(); ++i)
    for (const policy::RelationId id : registry.sheets[i].reads) {
      ids.push_back(std::to_string(id));
      owners.push_back(i);
    }
  return postgres::array_literal(ids);
}

}  // namespace

std::vector<std::uint64_t> table_sizes(const policy::Registry& registry) {
  std::vector<std::size_t> owners;
  const auto rows =
      postgres::query("SELECT coalesce(pg_table_size(id), 0)"
                      "  FROM unnest($1::oid[]) WITH ORDINALITY AS r (id, n) ORDER BY n",
                      {relations(registry, owners)});
  std::vector<std::uint64_t> sizes(registry.sheets.size());
  for (std::size_t i = 0; i < rows.size(); ++i) sizes[owners[i]] += std::stoull(*rows[i][0]);
  return sizes;
}

std::uint64_t large_objects_size() {
  const auto rows =
      postgres::query("SELECT CASE WHEN EXISTS (SELECT FROM pg_largeobject_metadata)"
                      "            THEN pg_table_size('pg_largeobject'::regclass) ELSE 0 END");
  return std::stoull(*rows[0][0]);
}

// Without statistics assumes 100 bytes a row, and a page in pg_largeobject.
std::uint64_t expected_rows(const policy::Registry& registry) {
  std::vector<std::size_t> owners;
  const auto rows = postgres::query(
      "SELECT coalesce(sum(CASE WHEN reltuples >= 0 THEN reltuples"
      "                         WHEN oid = 'pg_largeobject'::regclass"
      "                         THEN pg_relation_size(oid) / $2::bigint"
      "                         ELSE pg_relation_size(oid) / 100 END), 0)::bigint"
      "  FROM pg_class WHERE oid = ANY ($1::oid[] || 'pg_largeobject'::regclass::oid)"
      "                  AND relkind = 'r'",
      {relations(registry, owners), std::to_string(LOBLKSIZE)});
  return std::stoull(*rows[0][0]);
}

}  // namespace paliad::introspection
