// Views and materialized views.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

// The second statement makes the view with its columns only. It is used first where an object that
// the view needs refers to the view.
constexpr const char* views_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(c.relowner)),
       format(E'CREATE VIEW %I.%I%s AS\n%s', n.nspname, c.relname, o.options, d.definition),
       format('CREATE VIEW %I.%I AS SELECT %s;', n.nspname, c.relname,
              (SELECT string_agg(format('NULL::%s%s AS %I', format_type(a.atttypid, a.atttypmod),
                                        (SELECT format(' COLLATE %I.%I', s.nspname, l.collname)
                                           FROM pg_collation l JOIN pg_namespace s ON s.oid = l.collnamespace
                                           JOIN pg_type t ON t.oid = a.atttypid
                                          WHERE l.oid = a.attcollation AND l.oid <> t.typcollation), a.attname),
                                 ', ' ORDER BY a.attnum)
                 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)),
       format(E'CREATE OR REPLACE VIEW %I.%I%s AS\n%s', n.nspname, c.relname, o.options, d.definition)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT ltrim(pg_get_viewdef(c.oid))) AS d (definition)
 CROSS JOIN LATERAL (SELECT ' WITH (' || string_agg(format('%I = %L', split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)), ', ') || ')'
                       FROM unnest(c.reloptions) AS x) AS o (options)
 WHERE c.oid >= 16384 AND c.relkind = 'v' AND n.nspname !~ '^pg_temp'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

constexpr const char* materialized_views_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(c.relowner)),
       format(E'CREATE MATERIALIZED VIEW %I.%I%s AS\n%s\n  WITH NO DATA;', n.nspname, c.relname,
              concat((SELECT format(' USING %I', m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.oid >= 16384), o.options),
              rtrim(ltrim(pg_get_viewdef(c.oid)), ';')),
       CASE WHEN c.relispopulated THEN format('REFRESH MATERIALIZED VIEW %I.%I;', n.nspname, c.relname) END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT ' WITH (' || string_agg(format('%I = %L', split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)), ', ') || ')'
                       FROM unnest(c.reloptions) AS x) AS o (options)
 WHERE c.oid >= 16384 AND c.relkind = 'm'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

constexpr const char* view_column_settings_query = R"sql(
SELECT a.attrelid, format('ALTER MATERIALIZED VIEW %I.%I ALTER COLUMN %I %s;', n.nspname, c.relname, a.attname, o.setting)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
 CROSS JOIN LATERAL (VALUES
   (CASE WHEN a.attstorage <> t.typstorage
         THEN 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                  WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
   (CASE WHEN a.attcompression <> '' THEN 'SET COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END END),
   (CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END)) AS o (setting)
 WHERE c.relkind = 'm' AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped AND o.setting IS NOT NULL
 ORDER BY a.attrelid, a.attnum)sql";

void read_plain_views(const Scope& scope, schema::ObjectGraph& graph) {
  if (scope.present.count("relations v") == 0) return;
  const ObjectClass of{catalogs::pg_class, Kind::view, false, "VIEW"};
  for (const Row& row : postgres::query(views_query, {scope.schemas, scope.tables})) {
    schema::Object& view = add_object(graph, of, row);
    view.stand_in = *row[7];
    view.completion = *row[8];
  }
}

void read_materialized_views(const Scope& scope, schema::ObjectGraph& graph) {
  if (scope.present.count("relations m") == 0) return;
  const ObjectClass of{catalogs::pg_class, Kind::materialized_view, true, "MATERIALIZED VIEW"};
  for (const Row& row : postgres::query(materialized_views_query, {scope.schemas, scope.tables})) {
    schema::Object& view = add_object(graph, of, row);
    if (row[7]) view.at_the_end.push_back(*row[7]);
  }
  const schema::ObjectPlaces places(graph);
  for (const Row& row : postgres::query(view_column_settings_query))
    if (const auto place = places.of({catalogs::pg_class, postgres::oid_of(row[0])}))
      graph.objects[*place].statements.push_back(*row[1]);
}

}  // namespace

void read_views(const Scope& scope, schema::ObjectGraph& graph) {
  read_plain_views(scope, graph);
  read_materialized_views(scope, graph);
}

}  // namespace paliad::deparse
