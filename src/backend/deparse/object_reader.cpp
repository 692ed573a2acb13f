#include "backend/deparse/object_reader.hpp"

#include "core/codes/codes.hpp"

#include <strings.h>

namespace paliad::deparse {

namespace {

bool is_paliadin(const std::string& name) {
  constexpr std::string_view prefix = "paliadin";
  return strncasecmp(name.c_str(), prefix.data(), prefix.size()) == 0;
}

constexpr const char* present_query = R"sql(
SELECT 'type ' || t.typtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.oid >= 16384 AND coalesce(c.relkind = 'c', true) GROUP BY 1
UNION ALL SELECT 'proc ' || prokind::text FROM pg_proc WHERE oid >= 16384 GROUP BY 1
UNION ALL SELECT 'pg_language' WHERE EXISTS (SELECT FROM pg_language WHERE oid >= 16384)
UNION ALL SELECT 'pg_collation' WHERE EXISTS (SELECT FROM pg_collation WHERE oid >= 16384)
UNION ALL SELECT 'pg_operator' WHERE EXISTS (SELECT FROM pg_operator WHERE oid >= 16384)
UNION ALL SELECT 'pg_opfamily' WHERE EXISTS (SELECT FROM pg_opfamily WHERE oid >= 16384)
UNION ALL SELECT 'pg_amop' WHERE EXISTS (SELECT FROM pg_amop WHERE oid >= 16384)
                              OR EXISTS (SELECT FROM pg_amproc WHERE oid >= 16384)
UNION ALL SELECT 'pg_opclass' WHERE EXISTS (SELECT FROM pg_opclass WHERE oid >= 16384)
UNION ALL SELECT 'pg_cast' WHERE EXISTS (SELECT FROM pg_cast WHERE oid >= 16384)
UNION ALL SELECT 'pg_transform' WHERE EXISTS (SELECT FROM pg_transform)
UNION ALL SELECT 'pg_conversion' WHERE EXISTS (SELECT FROM pg_conversion WHERE oid >= 16384)
UNION ALL SELECT 'pg_am' WHERE EXISTS (SELECT FROM pg_am WHERE oid >= 16384)
UNION ALL SELECT 'pg_ts_parser' WHERE EXISTS (SELECT FROM pg_ts_parser WHERE oid >= 16384)
UNION ALL SELECT 'pg_ts_template' WHERE EXISTS (SELECT FROM pg_ts_template WHERE oid >= 16384)
UNION ALL SELECT 'pg_ts_dict' WHERE EXISTS (SELECT FROM pg_ts_dict WHERE oid >= 16384)
UNION ALL SELECT 'pg_ts_config' WHERE EXISTS (SELECT FROM pg_ts_config WHERE oid >= 16384)
UNION ALL SELECT 'pg_statistic_ext' WHERE EXISTS (SELECT FROM pg_statistic_ext)
UNION ALL SELECT 'pg_policy' WHERE EXISTS (SELECT FROM pg_policy)
UNION ALL SELECT 'relations ' || relkind::text FROM pg_class WHERE oid >= 16384 GROUP BY relkind
UNION ALL SELECT 'inheritance' WHERE EXISTS (SELECT FROM pg_inherits)
UNION ALL SELECT 'typed tables' WHERE EXISTS (SELECT FROM pg_class WHERE reloftype <> 0))sql";

}  // namespace

Present find_present() {
  Present present;
  for (const postgres::Row& row : postgres::query(present_query)) present.insert(*row[0]);
  return present;
}

schema::Object& add_object(schema::ObjectGraph& graph, const ObjectClass& of,
                           const postgres::Row& row) {
  schema::Object object;
  object.address = {of.catalog, postgres::oid_of(row[0])};
  object.kind = of.kind;
  object.after_rows = of.after_rows;
  object.name = *row[1];
  object.plain_name = row[2].value_or("");
  object.table = row[3].value_or("");
  object.asked = postgres::is_true(row[4]);
  if (is_paliadin(object.plain_name)) object.refusal = codes::coded("named_paliadin");
  if (row[5] && of.owned_as != nullptr)
    object.owners.push_back(
        {{{}, {*row[5]}},
         std::string("ALTER ") + of.owned_as + " " + object.name + " OWNER TO " + *row[5] + ";"});
  if (row[6]) object.statements.push_back(*row[6]);
  graph.objects.push_back(std::move(object));
  return graph.objects.back();
}

void add_objects(schema::ObjectGraph& graph, const ObjectClass& of, const std::string& query,
                 const Scope& scope, const char* where) {
  if (where != nullptr && scope.present.count(where) == 0) return;
  for (const postgres::Row& row : postgres::query(query, {scope.schemas, scope.tables}))
    (void)add_object(graph, of, row);
}

std::vector<std::string> split_identifiers(const std::string& identifiers) {
  std::vector<std::string> all(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const char c = identifiers[i];
    if (c == '"') in_quotes = !in_quotes;
    if (c == ',' && !in_quotes) {
      all.emplace_back();
      ++i;  // skips the space after the comma
    } else {
      all.back() += c;
    }
  }
  return all;
}

}  // namespace paliad::deparse
