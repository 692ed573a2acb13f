// Keys, exclusions, checks and foreign keys of tables.
#include "backend/deparse/object_reader.hpp"
#include "core/codes/codes.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

// Each partition's key is made with ONLY, and attached to its parent's key afterwards, as indexes
// are. A foreign key of or to a partitioned table makes its partitions' foreign keys by itself. So
// does a check, which merges with a check that a child has already.
constexpr const char* constraints_query = R"sql(
SELECT k.oid, quote_ident(k.conname), k.conname, format('%I.%I', n.nspname, c.relname), true, NULL,
       format('ALTER TABLE %s%I.%I ADD CONSTRAINT %I %s;',
              CASE WHEN k.contype IN ('p', 'u', 'x') OR k.contype = 'f' AND c.relkind <> 'p' THEN 'ONLY ' END,
              n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)),
       k.contype, coalesce(c.relkind = 'r' AND NOT i.indisvalid AND k.contype <> 'f', false),
       CASE WHEN k.contype IN ('p', 'u', 'x') AND x.reloptions IS NOT NULL THEN
         format('ALTER INDEX %s SET (%s);', x.oid::regclass,
                (SELECT string_agg(format('%I = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ')
                   FROM unnest(x.reloptions) AS o)) END
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = k.conindid LEFT JOIN pg_class x ON x.oid = k.conindid
 WHERE k.conrelid IN (SELECT unnest($2::oid[]))
   AND (k.contype IN ('p', 'u', 'x')
        OR k.contype = 'f' AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid IN (SELECT unnest($2::oid[])))
        OR (k.contype = 'c' OR k.contype = 'n' AND NOT k.convalidated)
           AND (k.conislocal
                OR NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = k.conrelid AND h.inhparent IN (SELECT unnest($2::oid[]))))))sql";

// A child's inherited check may be validated while its parent's is not.
constexpr const char* validated_query = R"sql(
SELECT k.oid, quote_ident(k.conname), k.conname, format('%I.%I', n.nspname, c.relname), false, NULL,
       format('ALTER TABLE ONLY %I.%I VALIDATE CONSTRAINT %I;', n.nspname, c.relname, k.conname), p.oid
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_inherits h ON h.inhrelid = k.conrelid
  JOIN pg_constraint p ON p.conrelid = h.inhparent AND p.contype = 'c' AND p.conname = k.conname AND NOT p.convalidated
 WHERE k.contype = 'c' AND k.convalidated AND NOT k.conislocal
   AND h.inhrelid IN (SELECT unnest($2::oid[])) AND h.inhparent IN (SELECT unnest($2::oid[])))sql";

void read_validated(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{static_cast<std::uint32_t>(Aspect::validated_check), Kind::check, true,
                       nullptr};
  for (const Row& row : postgres::query(validated_query, {scope.schemas, scope.tables})) {
    const schema::Address address = add_object(graph, of, row).address;
    graph.dependencies.push_back(
        {address, 0, {catalogs::pg_constraint, postgres::oid_of(row[7])}, 0});
  }
}

// A child's own check must be made before its parent's, which then merges with it.
constexpr const char* inherited_checks_query = R"sql(
SELECT p.oid, k.oid
  FROM pg_inherits h JOIN pg_constraint p ON p.conrelid = h.inhparent AND p.contype IN ('c', 'n')
  JOIN pg_constraint k ON k.conrelid = h.inhrelid AND k.contype = p.contype AND k.conname = p.conname
                      AND k.conislocal
 WHERE h.inhrelid IN (SELECT unnest($2::oid[])) AND h.inhparent IN (SELECT unnest($2::oid[])))sql";

Kind kind_of(char contype) {
  switch (contype) {
  case 'p':
  case 'u':
  case 'x':
    return Kind::key;
  case 'f':
    return Kind::foreign_key;
  default:
    return Kind::check;
  }
}

}  // namespace

void read_constraints(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{catalogs::pg_constraint, Kind::check, true, nullptr};
  for (const Row& row : postgres::query(constraints_query, {scope.schemas, scope.tables})) {
    schema::Object& constraint = add_object(graph, of, row);
    constraint.kind = kind_of(row[7]->front());
    if (postgres::is_true(row[8])) constraint.refusal = codes::coded("invalid");
    if (row[9]) constraint.statements.push_back(*row[9]);
  }
  if (scope.present.count("inheritance") == 0) return;
  read_validated(scope, graph);
  for (const Row& row : postgres::query(inherited_checks_query, {scope.schemas, scope.tables}))
    graph.dependencies.push_back({{catalogs::pg_constraint, postgres::oid_of(row[0])},
                                  0,
                                  {catalogs::pg_constraint, postgres::oid_of(row[1])},
                                  0});
}

}  // namespace paliad::deparse
