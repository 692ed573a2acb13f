// Functions, procedures, window functions and aggregates.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using schema::Kind;

constexpr const char* functions_query = R"sql(
SELECT p.oid, p.oid::regprocedure, p.proname, NULL, n.oid IN (SELECT unnest($1::oid[])),
       quote_ident(pg_get_userbyid(p.proowner)), rtrim(pg_get_functiondef(p.oid), E'\n') || ';'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.oid >= 16384 AND p.prokind IN ('f', 'w') AND n.nspname !~ '^pg_temp'
   -- A range's constructors come with it.
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
                      AND e.objid = p.oid AND e.deptype IN ('e', 'i')))sql";

// Named with pg_get_function_identity_arguments(), which has OUT parameters too: two procedures may
// differ in those alone.
constexpr const char* procedures_query = R"sql(
SELECT p.oid, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), p.proname, NULL,
       n.oid IN (SELECT unnest($1::oid[])), quote_ident(pg_get_userbyid(p.proowner)), rtrim(pg_get_functiondef(p.oid), E'\n') || ';'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.oid >= 16384 AND p.prokind = 'p' AND n.nspname !~ '^pg_temp'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
                      AND e.objid = p.oid AND e.deptype = 'e'))sql";

constexpr const char* aggregates_query = R"sql(
SELECT p.oid, format('%I.%I(%s)', n.nspname, p.proname,
                     coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*')),
       p.proname, NULL, n.oid IN (SELECT unnest($1::oid[])), quote_ident(pg_get_userbyid(p.proowner)),
       format('CREATE AGGREGATE %I.%I(%s) (SFUNC = %s, STYPE = %s%s);', n.nspname, p.proname,
              coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'), a.aggtransfn,
              format_type(a.aggtranstype, NULL),
              concat(CASE WHEN a.aggtransspace <> 0 THEN format(', SSPACE = %s', a.aggtransspace) END,
                     CASE WHEN a.aggfinalfn <> 0 THEN format(', FINALFUNC = %s', a.aggfinalfn) END,
                     CASE WHEN a.aggfinalextra THEN ', FINALFUNC_EXTRA' END,
                     CASE WHEN a.aggfinalfn <> 0 AND a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
                          THEN format(', FINALFUNC_MODIFY = %s',
                                      CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                                                            ELSE 'READ_WRITE' END) END,
                     CASE WHEN a.aggcombinefn <> 0 THEN format(', COMBINEFUNC = %s', a.aggcombinefn) END,
                     CASE WHEN a.aggserialfn <> 0 THEN format(', SERIALFUNC = %s', a.aggserialfn) END,
                     CASE WHEN a.aggdeserialfn <> 0 THEN format(', DESERIALFUNC = %s', a.aggdeserialfn) END,
                     CASE WHEN a.agginitval IS NOT NULL THEN format(', INITCOND = %L', a.agginitval) END,
                     CASE WHEN a.aggmtransfn <> 0 THEN
                       format(', MSFUNC = %s, MINVFUNC = %s, MSTYPE = %s', a.aggmtransfn, a.aggminvtransfn,
                              format_type(a.aggmtranstype, NULL)) END,
                     CASE WHEN a.aggmtransspace <> 0 THEN format(', MSSPACE = %s', a.aggmtransspace) END,
                     CASE WHEN a.aggmfinalfn <> 0 THEN format(', MFINALFUNC = %s', a.aggmfinalfn) END,
                     CASE WHEN a.aggmfinalextra THEN ', MFINALFUNC_EXTRA' END,
                     CASE WHEN a.aggmfinalfn <> 0 AND a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
                          THEN format(', MFINALFUNC_MODIFY = %s',
                                      CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                                                             ELSE 'READ_WRITE' END) END,
                     CASE WHEN a.aggminitval IS NOT NULL THEN format(', MINITCOND = %L', a.aggminitval) END,
                     (SELECT format(', SORTOP = OPERATOR(%I.%s)', s.nspname, o.oprname)
                        FROM pg_operator o JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
                     CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE' WHEN 'r' THEN ', PARALLEL = RESTRICTED' END,
                     CASE a.aggkind WHEN 'h' THEN ', HYPOTHETICAL' END))
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_aggregate a ON a.aggfnoid = p.oid
 WHERE p.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
                      AND e.objid = p.oid AND e.deptype = 'e'))sql";

}  // namespace

void read_functions(const Scope& scope, schema::ObjectGraph& graph) {
  add_objects(graph, {catalogs::pg_proc, Kind::function, false, "FUNCTION"}, functions_query,
              scope);
  add_objects(graph, {catalogs::pg_proc, Kind::function, false, "PROCEDURE"}, procedures_query,
              scope, "proc p");
  add_objects(graph, {catalogs::pg_proc, Kind::aggregate, false, "AGGREGATE"}, aggregates_query,
              scope, "proc a");
}

}  // namespace paliad::deparse
