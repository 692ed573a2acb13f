// Comments and security labels.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using postgres::oid_of;
using postgres::Row;
using schema::Address;

// COMMENT and SECURITY LABEL statements. A domain's constraint is named as a table's is, with ON
// DOMAIN.
constexpr const char* comments_query = R"sql(
SELECT d.classoid, d.objoid,
       format(d.form, CASE i.type WHEN 'domain constraint' THEN 'CONSTRAINT' WHEN 'table constraint' THEN 'CONSTRAINT'
                                  WHEN 'statistics object' THEN 'STATISTICS'
                                  WHEN 'table column' THEN 'COLUMN' WHEN 'view column' THEN 'COLUMN'
                                  WHEN 'materialized view column' THEN 'COLUMN' WHEN 'composite type column' THEN 'COLUMN'
                                  WHEN 'composite type' THEN 'TYPE'
                                  ELSE upper(i.type) END,
              CASE i.type WHEN 'domain constraint' THEN
                            (SELECT format('%I ON DOMAIN %s', k.conname, k.contypid::regtype)
                               FROM pg_constraint k WHERE k.oid = d.objoid)
                          WHEN 'aggregate' THEN
                            regexp_replace(i.identity, '\(\)$', '(*)')
                          WHEN 'procedure' THEN
                            (SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                               FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = d.objoid)
                          ELSE i.identity END, d.text, d.provider), d.objsubid
  FROM (SELECT classoid, objoid, objsubid, 'COMMENT ON %1$s %2$s IS %3$L;' AS form, description AS text, NULL AS provider
          FROM pg_description
         WHERE objoid >= 16384 OR classoid = 'pg_largeobject'::regclass
            OR classoid = 'pg_namespace'::regclass AND objoid = (SELECT oid FROM pg_namespace WHERE nspname = 'public')
        UNION ALL
        SELECT classoid, objoid, objsubid, 'SECURITY LABEL FOR %4$I ON %1$s %2$s IS %3$L;', label, provider
          FROM pg_seclabel WHERE objoid >= 16384 OR classoid = 'pg_largeobject'::regclass) AS d
 CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
 WHERE i.identity IS NOT NULL
   -- What a new database, and CREATE EXTENSION, say anyway, and only an owner may say.
   AND NOT (d.objoid < 16384 AND d.text = 'standard public schema')
   AND NOT (d.classoid = 'pg_extension'::regclass
            AND d.text IS NOT DISTINCT FROM (SELECT x.comment FROM pg_available_extensions() AS x
                                              WHERE x.name = (SELECT e.extname FROM pg_extension e WHERE e.oid = d.objoid)))
 ORDER BY d.classoid, d.objoid, d.objsubid)sql";

}  // namespace

void read_comments(schema::ObjectGraph& graph) {
  const schema::ObjectPlaces places(graph);
  for (const Row& row : postgres::query(comments_query)) {
    const Address address{oid_of(row[0]), oid_of(row[1])};
    const auto place = places.of(address);
    if (schema::is_gone(graph, address, std::stoi(*row[3]))) continue;
    // CREATE EXTENSION makes the comments of an extension's objects. The extension itself may have
    // been given another comment.
    if (place && (graph.objects[*place].kind != schema::Kind::extension ||
                  graph.objects[*place].address == address))
      graph.objects[*place].comments.push_back(*row[2]);
  }
}

}  // namespace paliad::deparse
