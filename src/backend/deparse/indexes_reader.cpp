// Indexes without those of constraints, the settings of all indexes, and extended statistics.
#include "backend/deparse/object_reader.hpp"
#include "core/codes/codes.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

// A partitioned table's index is made with ONLY, and its partitions' indexes are attached to it. It
// is invalid until the last one is attached, so an invalid one is not refused.
constexpr const char* indexes_query = R"sql(
SELECT x.oid, format('%I.%I', xn.nspname, x.relname), x.relname, NULL, true, NULL,
       pg_get_indexdef(x.oid) || ';', NOT i.indisvalid AND c.relkind <> 'p'
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace xn ON xn.oid = x.relnamespace
  JOIN pg_class c ON c.oid = i.indrelid
 WHERE (i.indrelid IN (SELECT unnest($2::oid[])) OR c.relkind = 'm' AND c.oid >= 16384)
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')))sql";

constexpr const char* attached_query = R"sql(
SELECT x.oid, format('%I.%I', xn.nspname, x.relname), x.relname, NULL, false, NULL,
       format('ALTER INDEX %I.%I ATTACH PARTITION %I.%I;', pn.nspname, p.relname, xn.nspname, x.relname), p.oid,
       i.indrelid
  FROM pg_inherits h JOIN pg_class x ON x.oid = h.inhrelid AND x.relkind IN ('i', 'I')
  JOIN pg_namespace xn ON xn.oid = x.relnamespace JOIN pg_index i ON i.indexrelid = x.oid
  JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
 WHERE i.indrelid IN (SELECT unnest($2::oid[])))sql";

// CLUSTER, REPLICA IDENTITY and the statistics targets of expressions.
constexpr const char* settings_query = R"sql(
SELECT i.indexrelid, s.statement
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
   SELECT format('ALTER TABLE %I.%I CLUSTER ON %I;', n.nspname, c.relname, x.relname) WHERE i.indisclustered
   UNION ALL
   SELECT format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY USING INDEX %I;', n.nspname, c.relname, x.relname)
    WHERE i.indisreplident
   UNION ALL
   SELECT format('ALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s;', n.nspname, x.relname, a.attnum, a.attstattarget)
     FROM pg_attribute a WHERE a.attrelid = x.oid AND a.attstattarget >= 0) AS s (statement)
 WHERE i.indrelid IN (SELECT unnest($2::oid[])) OR c.relkind = 'm' AND c.oid >= 16384)sql";

constexpr const char* statistics_query = R"sql(
SELECT s.oid, format('%I.%I', n.nspname, s.stxname), s.stxname, NULL, true, quote_ident(pg_get_userbyid(s.stxowner)),
       pg_get_statisticsobjdef(s.oid) || ';' ||
       CASE WHEN (to_jsonb(s) ->> 'stxstattarget')::int >= 0
            THEN format(E'\nALTER STATISTICS %I.%I SET STATISTICS %s;', n.nspname, s.stxname,
                        to_jsonb(s) ->> 'stxstattarget') ELSE '' END
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxrelid IN (SELECT unnest($2::oid[])))sql";

void read_attached(const Scope& scope, schema::ObjectGraph& graph) {
  if (scope.present.count("relations I") == 0) return;
  const ObjectClass of{static_cast<std::uint32_t>(Aspect::attached_index), Kind::attached_index,
                       true, nullptr};
  for (const Row& row : postgres::query(attached_query, {scope.schemas, scope.tables})) {
    const schema::Address address = add_object(graph, of, row).address;
    for (const Oid needed : {address.object, postgres::oid_of(row[7]), postgres::oid_of(row[8])})
      graph.dependencies.push_back({address, 0, {catalogs::pg_class, needed}, 0});
  }
}

// The object whose statements the index's settings join: the index, or its constraint, of which it
// is a part; null where neither was read.
schema::Object* owner_of(schema::ObjectGraph& graph,
                         const std::map<schema::Address, std::size_t>& places, Oid index) {
  auto place = places.find({catalogs::pg_class, index});
  if (place == places.end()) {
    const auto whole = graph.parts.find({catalogs::pg_class, index});
    if (whole == graph.parts.end()) return nullptr;
    place = places.find(whole->second);
  }
  return place == places.end() ? nullptr : &graph.objects[place->second];
}

}  // namespace

void read_indexes(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{catalogs::pg_class, Kind::index, true, nullptr};
  for (const Row& row : postgres::query(indexes_query, {scope.schemas, scope.tables})) {
    schema::Object& index = add_object(graph, of, row);
    if (postgres::is_true(row[7])) index.refusal = codes::coded("invalid");
  }
  read_attached(scope, graph);
  add_objects(graph, {catalogs::pg_statistic_ext, Kind::statistics, true, "STATISTICS"},
              statistics_query, scope, "pg_statistic_ext");
}

void read_index_settings(const Scope& scope, schema::ObjectGraph& graph) {
  std::map<schema::Address, std::size_t> places;
  for (std::size_t i = 0; i < graph.objects.size(); ++i)
    places.emplace(graph.objects[i].address, i);
  for (const Row& row : postgres::query(settings_query, {scope.schemas, scope.tables}))
    if (schema::Object* const object = owner_of(graph, places, postgres::oid_of(row[0])))
      object->statements.push_back(*row[1]);
}

}  // namespace paliad::deparse
