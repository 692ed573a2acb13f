// Objects that belong to no schema: large objects, and those that are listed but not carried.
#include "backend/deparse/object_reader.hpp"
#include "core/bundle/bundle_layout.hpp"
#include "core/codes/codes.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

// Objects that are not carried, each with the code of the reason. Names are pg_identify_object()'s.
constexpr const char* others_query = R"sql(
SELECT o.object, format('%s %s', i.type, i.identity), NULL, NULL, true, NULL, NULL, o.catalog::oid, o.code
  FROM (SELECT 'pg_event_trigger'::regclass AS catalog, oid AS object, 'event_triggers' AS code FROM pg_event_trigger
        UNION ALL SELECT 'pg_publication'::regclass, oid, 'replication' FROM pg_publication
        UNION ALL SELECT 'pg_publication_rel'::regclass, oid, 'replication' FROM pg_publication_rel
        UNION ALL SELECT DISTINCT classid::regclass, objid, 'replication' FROM pg_depend
                   WHERE classid = to_regclass('pg_catalog.pg_publication_namespace')  -- not before PostgreSQL 15
        UNION ALL SELECT 'pg_subscription'::regclass, s.oid, 'replication'
                    FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()
        UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, 'foreign_data' FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid, 'foreign_data' FROM pg_foreign_server
        UNION ALL SELECT 'pg_user_mapping'::regclass, umid, 'foreign_data' FROM pg_user_mappings) AS o
 CROSS JOIN LATERAL pg_identify_object(o.catalog, o.object, 0) AS i
 WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.catalog AND e.objid = o.object AND e.deptype = 'e'))sql";

// Relations whose rows are not in the backup, so that an object which needs one can say so.
constexpr const char* outside_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relname, NULL, false, NULL, NULL
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f') AND NOT c.oid IN (SELECT unnest($2::oid[]))
   AND n.nspname !~ '^pg_(toast|temp)'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

constexpr const char* large_objects_query = R"sql(
SELECT l.oid, l.oid::text, NULL, NULL, true, quote_ident(pg_get_userbyid(l.lomowner)),
       format('SELECT pg_catalog.lo_create(%s);', l.oid)
  FROM pg_largeobject_metadata l ORDER BY l.oid LIMIT $1::bigint)sql";

void read_large_objects(schema::ObjectGraph& graph) {
  const Row found = postgres::query("SELECT count(*) FROM pg_largeobject_metadata")[0];
  const std::uint64_t count = std::stoull(*found[0]);
  if (count == 0) return;
  const ObjectClass large_object{catalogs::pg_largeobject, Kind::large_object, false,
                                 "LARGE OBJECT"};
  const std::string most = std::to_string(bundle::most_large_objects);
  for (const Row& row : postgres::query(large_objects_query, {most}))
    (void)add_object(graph, large_object, row);
  if (count <= bundle::most_large_objects) return;
  graph.notes.push_back(
      {codes::coded("object_large_objects", {{"count", count - bundle::most_large_objects}}),
       codes::coded("too_many_large_objects", {{"most", bundle::most_large_objects}})});
}

}  // namespace

void read_database(const Scope& scope, schema::ObjectGraph& graph) {
  for (const Row& row : postgres::query(others_query, {scope.schemas, scope.tables})) {
    const ObjectClass of{postgres::oid_of(row[7]), Kind::other, true, nullptr};
    add_object(graph, of, row).refusal = codes::coded(*row[8]);
  }
  read_large_objects(graph);
  for (const Row& row : postgres::query(outside_query, {scope.schemas, scope.tables}))
    add_object(graph, {catalogs::pg_class, Kind::table, false, nullptr}, row).refusal =
        codes::coded("not_in_backup");
}

}  // namespace paliad::deparse
