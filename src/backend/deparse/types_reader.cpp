// Types of all kinds: shells, base types, enums, composites, domains, ranges.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

constexpr ObjectClass type_class{catalogs::pg_type, Kind::type, false, "TYPE"};

// Without array types, multiranges and the row types of relations: each is made with the type or
// relation to which it belongs.
constexpr const char* own_types = R"sql(
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.oid >= 16384 AND coalesce(c.relkind = 'c', true) AND n.nspname !~ '^pg_(toast|temp)'
   AND t.typsubscript <> 'array_subscript_handler'::regproc
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e'))sql";

constexpr const char* common_columns = R"sql(
SELECT t.oid, format('%I.%I', n.nspname, t.typname), t.typname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(t.typowner)))sql";

constexpr const char* enum_statement = R"sql(,
       format('CREATE TYPE %I.%I AS ENUM (%s);', n.nspname, t.typname,
              (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                 FROM pg_enum e WHERE e.enumtypid = t.oid)))sql";

constexpr const char* composite_statement = R"sql(,
       format('CREATE TYPE %I.%I AS (%s);', n.nspname, t.typname,
              (SELECT string_agg(format(E'\n  %I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                        (SELECT format(' COLLATE %I.%I', s.nspname, l.collname)
                                           FROM pg_collation l JOIN pg_namespace s ON s.oid = l.collnamespace
                                           JOIN pg_type b ON b.oid = a.atttypid
                                          WHERE l.oid = a.attcollation AND l.oid <> b.typcollation)),
                                 ',' ORDER BY a.attnum)
                 FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)))sql";

constexpr const char* domain_statement = R"sql(,
       format('CREATE DOMAIN %I.%I AS %s%s%s;', n.nspname, t.typname,
              format_type(t.typbasetype, t.typtypmod),
              (SELECT format(' COLLATE %I.%I', s.nspname, l.collname)
                 FROM pg_collation l JOIN pg_namespace s ON s.oid = l.collnamespace
                 JOIN pg_type b ON b.oid = t.typbasetype
                WHERE l.oid = t.typcollation AND l.oid <> b.typcollation),
              CASE WHEN t.typnotnull THEN ' NOT NULL' END))sql";

// A domain's default is an object of its own, so that only the default is lost where something is
// missing that it needs. pg_depend has one object for both (dependencies_reader.cpp tells them
// apart).
constexpr const char* domain_defaults_query = R"sql(
SELECT t.oid, format('%I.%I', n.nspname, t.typname), t.typname, NULL, n.oid IN (SELECT unnest($1::oid[])), NULL,
       format('ALTER DOMAIN %I.%I SET DEFAULT %s;', n.nspname, t.typname, pg_get_expr(t.typdefaultbin, 0))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.oid >= 16384 AND t.typtype = 'd' AND t.typdefaultbin IS NOT NULL
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e'))sql";

constexpr const char* domain_checks_query = R"sql(
SELECT k.oid, quote_ident(k.conname), k.conname, format('%I.%I', n.nspname, t.typname),
       n.oid IN (SELECT unnest($1::oid[])), NULL,
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s;', n.nspname, t.typname, k.conname,
              pg_get_constraintdef(k.oid)), k.convalidated
  FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE k.oid >= 16384 AND k.contype = 'c'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e'))sql";

// A range's canonical function takes the range, so the range is declared first, as a shell type.
constexpr const char* range_statement = R"sql(,
       (SELECT format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s, SUBTYPE_OPCLASS = %I.%I%s%s%s, MULTIRANGE_TYPE_NAME = %I.%I);',
                      n.nspname, t.typname, format_type(r.rngsubtype, NULL), os.nspname, o.opcname,
                      CASE WHEN r.rngcollation <> b.typcollation THEN
                        (SELECT format(', COLLATION = %I.%I', s.nspname, l.collname)
                           FROM pg_collation l JOIN pg_namespace s ON s.oid = l.collnamespace
                          WHERE l.oid = r.rngcollation) END,
                      CASE WHEN r.rngcanonical <> 0 THEN format(', CANONICAL = %s', r.rngcanonical) END,
                      CASE WHEN r.rngsubdiff <> 0 THEN format(', SUBTYPE_DIFF = %s', r.rngsubdiff) END,
                      ms.nspname, m.typname)
          FROM pg_range r JOIN pg_type m ON m.oid = r.rngmultitypid
          JOIN pg_namespace ms ON ms.oid = m.typnamespace JOIN pg_type b ON b.oid = r.rngsubtype
          JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_namespace os ON os.oid = o.opcnamespace
         WHERE r.rngtypid = t.oid),
       format('CREATE TYPE %I.%I;', n.nspname, t.typname))sql";

constexpr const char* shell_statement = R"sql(,
       format('CREATE TYPE %I.%I;', n.nspname, t.typname))sql";

// A base type's functions take or return it, so it is declared first, as a shell type.
constexpr const char* base_statement = R"sql(,
       format('CREATE TYPE %I.%I (INPUT = %s, OUTPUT = %s%s%s%s%s%s%s, INTERNALLENGTH = %s%s,'
              ' ALIGNMENT = %s, STORAGE = %s, CATEGORY = %L%s%s%s, DELIMITER = %L%s);',
              n.nspname, t.typname, t.typinput, t.typoutput,
              CASE WHEN t.typreceive <> 0 THEN format(', RECEIVE = %s', t.typreceive) END,
              CASE WHEN t.typsend <> 0 THEN format(', SEND = %s', t.typsend) END,
              CASE WHEN t.typmodin <> 0 THEN format(', TYPMOD_IN = %s', t.typmodin) END,
              CASE WHEN t.typmodout <> 0 THEN format(', TYPMOD_OUT = %s', t.typmodout) END,
              CASE WHEN t.typanalyze <> 0 THEN format(', ANALYZE = %s', t.typanalyze) END,
              CASE WHEN t.typsubscript <> 0 THEN format(', SUBSCRIPT = %s', t.typsubscript) END,
              CASE WHEN t.typlen < 0 THEN 'VARIABLE' ELSE t.typlen::text END,
              CASE WHEN t.typbyval THEN ', PASSEDBYVALUE' END,
              CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END,
              CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END,
              t.typcategory, CASE WHEN t.typispreferred THEN ', PREFERRED = true' END,
              ', DEFAULT = ' || quote_literal(t.typdefault),
              CASE WHEN t.typelem <> 0 THEN format(', ELEMENT = %s', format_type(t.typelem, NULL)) END,
              t.typdelim, CASE WHEN t.typcollation <> 0 THEN ', COLLATABLE = true' END),
       format('CREATE TYPE %I.%I;', n.nspname, t.typname))sql";

// Adds the types of one typtype. Where `statement` has a further column, that is the stand-in.
void read_kind(const Scope& scope, schema::ObjectGraph& graph, const char* statement,
               const std::string& kind, const std::string& condition) {
  if (scope.present.count("type " + kind) == 0) return;
  const std::string query =
      std::string(common_columns) + statement + own_types + " AND " + condition;
  for (const Row& row : postgres::query(query, {scope.schemas, scope.tables})) {
    schema::Object& type = add_object(graph, type_class, row);
    if (row.size() > 7) type.stand_in = row[7].value_or("");
    if (kind == "b" || kind == "p") type.kind = Kind::base_type;
  }
}

void read_domain_checks(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{catalogs::pg_constraint, Kind::domain_check, false, nullptr};
  for (const Row& row : postgres::query(domain_checks_query, {scope.schemas, scope.tables}))
    // Rows may break a check that is not validated, so it is made after them.
    add_object(graph, of, row).after_rows = !postgres::is_true(row[7]);
}

void read_domain_defaults(const Scope& scope, schema::ObjectGraph& graph) {
  add_objects(
      graph,
      {static_cast<std::uint32_t>(Aspect::domain_default), Kind::domain_default, false, nullptr},
      domain_defaults_query, scope);
}

}  // namespace

void read_types(const Scope& scope, schema::ObjectGraph& graph) {
  read_kind(scope, graph, shell_statement, "p", "NOT t.typisdefined");
  read_kind(scope, graph, base_statement, "b", "t.typisdefined AND t.typtype = 'b'");
  read_kind(scope, graph, enum_statement, "e", "t.typtype = 'e'");
  read_kind(scope, graph, composite_statement, "c", "t.typtype = 'c'");
  read_kind(scope, graph, domain_statement, "d", "t.typtype = 'd'");
  read_kind(scope, graph, range_statement, "r", "t.typtype = 'r'");
  if (scope.present.count("type d") == 0) return;
  read_domain_defaults(scope, graph);
  read_domain_checks(scope, graph);
}

}  // namespace paliad::deparse
