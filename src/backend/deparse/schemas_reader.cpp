// Schemas, extensions, languages and collations.
#include "backend/deparse/object_reader.hpp"
#include "core/codes/codes.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

// The backup's schemas; public too, which every database has.
constexpr const char* schemas_query = R"sql(
SELECT n.oid, quote_ident(n.nspname), n.nspname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       CASE WHEN n.oid >= 16384 OR n.nspowner <> d.owner THEN quote_ident(pg_get_userbyid(n.nspowner)) END,
       format('CREATE SCHEMA IF NOT EXISTS %I;', n.nspname)
  FROM pg_namespace n
 -- Whom a new database's public belongs to: the superuser, since PostgreSQL 15 pg_database_owner.
 CROSS JOIN (SELECT CASE WHEN current_setting('server_version_num')::int < 150000 THEN 10 ELSE 6171 END::oid) AS d (owner)
 WHERE (n.oid >= 16384 OR n.nspname = 'public') AND n.nspname !~ '^pg_'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass
                      AND e.objid = n.oid AND e.deptype = 'e'))sql";

// All extensions are carried, because the text of a function may need one, and pg_depend doesn't
// know that.
constexpr const char* extensions_query = R"sql(
SELECT e.oid, quote_ident(e.extname), e.extname, NULL, e.extname <> 'paliad_backup', NULL,
       format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I;', e.extname, n.nspname)
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE e.oid >= 16384)sql";

constexpr const char* languages_query = R"sql(
SELECT l.oid, quote_ident(l.lanname), l.lanname, NULL, false,
       quote_ident(pg_get_userbyid(l.lanowner)),
       format('CREATE %sLANGUAGE %I HANDLER %s%s%s;', CASE WHEN l.lanpltrusted THEN 'TRUSTED ' END,
              l.lanname, l.lanplcallfoid::regproc,
              CASE WHEN l.laninline <> 0 THEN format(' INLINE %s', l.laninline::regproc) END,
              CASE WHEN l.lanvalidator <> 0 THEN format(' VALIDATOR %s', l.lanvalidator::regproc) END)
  FROM pg_language l
 WHERE l.oid >= 16384 AND l.lanplcallfoid <> 0
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_language'::regclass
                      AND e.objid = l.oid AND e.deptype = 'e'))sql";

// The columns for a locale have changed between versions, so they are read as JSON.
constexpr const char* collations_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.collname), c.collname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(c.collowner)),
       format('CREATE COLLATION %I.%I (PROVIDER = %s%s%s%s);', n.nspname, c.collname,
              CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
              CASE WHEN c.collprovider IN ('i', 'b')
                   THEN format(', LOCALE = %L', coalesce(j ->> 'colllocale', j ->> 'colliculocale',
                                                         j ->> 'collcollate'))
                   ELSE format(', LC_COLLATE = %L, LC_CTYPE = %L', j ->> 'collcollate', j ->> 'collctype') END,
              CASE WHEN NOT c.collisdeterministic THEN ', DETERMINISTIC = false' END,
              ', RULES = ' || quote_literal(j ->> 'collicurules'))
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
 CROSS JOIN LATERAL to_jsonb(c) AS x (j)
 WHERE c.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_collation'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

void read_extensions(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{catalogs::pg_extension, Kind::extension, false, nullptr};
  for (const Row& row : postgres::query(extensions_query, {scope.schemas, scope.tables})) {
    schema::Object& extension = add_object(graph, of, row);
    if (extension.name == "paliad_backup") extension.refusal = codes::coded("own_extension");
  }
}

}  // namespace

void read_schemas(const Scope& scope, schema::ObjectGraph& graph) {
  add_objects(graph, {catalogs::pg_namespace, Kind::schema, false, "SCHEMA"}, schemas_query, scope);
  read_extensions(scope, graph);
  add_objects(graph, {catalogs::pg_language, Kind::language, false, "LANGUAGE"}, languages_query,
              scope, "pg_language");
  add_objects(graph, {catalogs::pg_collation, Kind::collation, false, "COLLATION"},
              collations_query, scope, "pg_collation");
}

}  // namespace paliad::deparse
