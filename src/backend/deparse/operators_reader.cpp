// Operators, their families and classes, casts and their like, and access methods.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using schema::Kind;

// A commutator or negator need not exist yet: the statement declares it by its name.
constexpr const char* operators_query = R"sql(
SELECT o.oid, o.oid::regoperator, o.oprname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(o.oprowner)),
       format('CREATE OPERATOR %I.%s (FUNCTION = %s%s%s%s%s%s%s%s%s);', n.nspname, o.oprname, o.oprcode,
              ', LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL),
              ', RIGHTARG = ' || format_type(nullif(o.oprright, 0), NULL),
              (SELECT format(', COMMUTATOR = OPERATOR(%I.%s)', s.nspname, c.oprname)
                 FROM pg_operator c JOIN pg_namespace s ON s.oid = c.oprnamespace WHERE c.oid = o.oprcom),
              (SELECT format(', NEGATOR = OPERATOR(%I.%s)', s.nspname, c.oprname)
                 FROM pg_operator c JOIN pg_namespace s ON s.oid = c.oprnamespace WHERE c.oid = o.oprnegate),
              CASE WHEN o.oprrest <> 0 THEN format(', RESTRICT = %s', o.oprrest) END,
              CASE WHEN o.oprjoin <> 0 THEN format(', JOIN = %s', o.oprjoin) END,
              CASE WHEN o.oprcanhash THEN ', HASHES' END, CASE WHEN o.oprcanmerge THEN ', MERGES' END)
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
 WHERE o.oid >= 16384 AND o.oprcode <> 0
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_operator'::regclass
                      AND e.objid = o.oid AND e.deptype = 'e'))sql";

// Families, with the operators and functions that belong to the family and to none of its classes.
constexpr const char* families_query = R"sql(
SELECT f.oid, format('%I.%I USING %I', n.nspname, f.opfname, m.amname), f.opfname, NULL,
       n.oid IN (SELECT unnest($1::oid[])), quote_ident(pg_get_userbyid(f.opfowner)),
       format('CREATE OPERATOR FAMILY %I.%I USING %I;', n.nspname, f.opfname, m.amname)
  FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
 WHERE f.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_opfamily'::regclass
                      AND e.objid = f.oid AND e.deptype = 'e'))sql";

constexpr const char* loose_members_query = R"sql(
SELECT members.oid, format('%s of %I.%I', members.what, n.nspname, f.opfname), NULL, NULL,
       n.oid IN (SELECT unnest($1::oid[])), NULL,
       format('ALTER OPERATOR FAMILY %I.%I USING %I ADD %s;', n.nspname, f.opfname, m.amname, members.what),
       members.catalog::oid
  FROM (SELECT a.oid, a.amopfamily AS family, 'pg_amop'::regclass AS catalog,
               format('OPERATOR %s %s%s', a.amopstrategy, a.amopopr::regoperator,
                      (SELECT format(' FOR ORDER BY %I.%I', s.nspname, b.opfname)
                         FROM pg_opfamily b JOIN pg_namespace s ON s.oid = b.opfnamespace
                        WHERE b.oid = a.amopsortfamily)) AS what
          FROM pg_amop a
        UNION ALL
        SELECT p.oid, p.amprocfamily, 'pg_amproc'::regclass,
               format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                      format_type(p.amprocrighttype, NULL), p.amproc::regprocedure)
          FROM pg_amproc p) AS members
  JOIN pg_opfamily f ON f.oid = members.family JOIN pg_namespace n ON n.oid = f.opfnamespace
  JOIN pg_am m ON m.oid = f.opfmethod
 WHERE members.oid >= 16384
   AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = members.catalog AND d.objid = members.oid
                  AND d.refclassid = 'pg_opfamily'::regclass AND d.deptype = 'a')
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_opfamily'::regclass
                      AND e.objid = f.oid AND e.deptype = 'e'))sql";

constexpr const char* classes_query = R"sql(
SELECT c.oid, format('%I.%I USING %I', n.nspname, c.opcname, m.amname), c.opcname, NULL,
       n.oid IN (SELECT unnest($1::oid[])), quote_ident(pg_get_userbyid(c.opcowner)),
       format(E'CREATE OPERATOR CLASS %I.%I%s FOR TYPE %s USING %I FAMILY %I.%I AS\n  %s;', n.nspname, c.opcname,
              CASE WHEN c.opcdefault THEN ' DEFAULT' END, format_type(c.opcintype, NULL), m.amname,
              fn.nspname, f.opfname,
              concat_ws(E',\n  ', coalesce(CASE WHEN c.opckeytype <> 0
                                                THEN 'STORAGE ' || format_type(c.opckeytype, NULL) END,
                                           -- A class must have a member.
                                           CASE WHEN members.list IS NULL
                                                THEN 'STORAGE ' || format_type(c.opcintype, NULL) END),
                        members.list))
  FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
  JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
 CROSS JOIN LATERAL (
   SELECT string_agg(what, E',\n  ' ORDER BY sort, number) AS list
     FROM (SELECT 1 AS sort, a.amopstrategy::int AS number,
                  format('OPERATOR %s %s%s', a.amopstrategy, a.amopopr::regoperator,
                         (SELECT format(' FOR ORDER BY %I.%I', s.nspname, b.opfname)
                            FROM pg_opfamily b JOIN pg_namespace s ON s.oid = b.opfnamespace
                           WHERE b.oid = a.amopsortfamily)) AS what
             FROM pg_depend d JOIN pg_amop a ON a.oid = d.objid
            WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = 'pg_opclass'::regclass
              AND d.refobjid = c.oid AND d.deptype = 'i'
           UNION ALL
           SELECT 2, p.amprocnum,
                  format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                         format_type(p.amprocrighttype, NULL), p.amproc::regprocedure)
             FROM pg_depend d JOIN pg_amproc p ON p.oid = d.objid
            WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = 'pg_opclass'::regclass
              AND d.refobjid = c.oid AND d.deptype = 'i') AS all_of_them) AS members
 WHERE c.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_opclass'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

constexpr const char* casts_query = R"sql(
SELECT c.oid, format('(%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)), NULL, NULL,
       s.typnamespace IN (SELECT unnest($1::oid[])) OR t.typnamespace IN (SELECT unnest($1::oid[])) OR coalesce(p.pronamespace IN (SELECT unnest($1::oid[])), false),
       NULL,
       format('CREATE CAST (%s AS %s) %s%s;', format_type(c.castsource, NULL), format_type(c.casttarget, NULL),
              CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure
                                WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
              CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END)
  FROM pg_cast c JOIN pg_type s ON s.oid = c.castsource JOIN pg_type t ON t.oid = c.casttarget
  LEFT JOIN pg_proc p ON p.oid = c.castfunc
 WHERE c.oid >= 16384
   -- A range's cast to its multirange comes with them.
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_cast'::regclass
                      AND e.objid = c.oid AND e.deptype IN ('e', 'i')))sql";

// A transform has no name: it is named as pg_describe_object() does.
constexpr const char* transforms_query = R"sql(
SELECT t.oid, format('for %s in %I', format_type(t.trftype, NULL), l.lanname), NULL, NULL, true, NULL,
       format('CREATE TRANSFORM FOR %s LANGUAGE %I (%s);', format_type(t.trftype, NULL), l.lanname,
              concat_ws(', ', CASE WHEN t.trffromsql <> 0 THEN 'FROM SQL WITH FUNCTION ' || t.trffromsql::regprocedure END,
                        CASE WHEN t.trftosql <> 0 THEN 'TO SQL WITH FUNCTION ' || t.trftosql::regprocedure END))
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
 WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_transform'::regclass
                      AND e.objid = t.oid AND e.deptype = 'e'))sql";

constexpr const char* conversions_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.conname), c.conname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(c.conowner)),
       format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %s;', CASE WHEN c.condefault THEN 'DEFAULT ' END,
              n.nspname, c.conname, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc)
  FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
 WHERE c.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_conversion'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

constexpr const char* access_methods_query = R"sql(
SELECT m.oid, quote_ident(m.amname), m.amname, NULL, false, NULL,
       format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s;', m.amname,
              CASE m.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, m.amhandler)
  FROM pg_am m
 WHERE m.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_am'::regclass
                      AND e.objid = m.oid AND e.deptype = 'e'))sql";

void read_loose_members(const Scope& scope, schema::ObjectGraph& graph) {
  if (scope.present.count("pg_amop") == 0) return;
  for (const postgres::Row& row :
       postgres::query(loose_members_query, {scope.schemas, scope.tables})) {
    const ObjectClass of{postgres::oid_of(row[7]), Kind::operator_class, false, nullptr};
    (void)add_object(graph, of, row);
  }
}

}  // namespace

void read_operators(const Scope& scope, schema::ObjectGraph& graph) {
  add_objects(graph, {catalogs::pg_operator, Kind::operator_, false, "OPERATOR"}, operators_query,
              scope, "pg_operator");
  add_objects(graph, {catalogs::pg_opfamily, Kind::operator_family, false, "OPERATOR FAMILY"},
              families_query, scope, "pg_opfamily");
  add_objects(graph, {catalogs::pg_opclass, Kind::operator_class, false, "OPERATOR CLASS"},
              classes_query, scope, "pg_opclass");
  read_loose_members(scope, graph);
  add_objects(graph, {catalogs::pg_cast, Kind::cast, false, nullptr}, casts_query, scope,
              "pg_cast");
  add_objects(graph, {catalogs::pg_transform, Kind::transform, false, nullptr}, transforms_query,
              scope, "pg_transform");
  add_objects(graph, {catalogs::pg_conversion, Kind::conversion, false, "CONVERSION"},
              conversions_query, scope, "pg_conversion");
  add_objects(graph, {catalogs::pg_am, Kind::access_method, false, nullptr}, access_methods_query,
              scope, "pg_am");
}

}  // namespace paliad::deparse
