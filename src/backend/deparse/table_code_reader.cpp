// Code that runs when a relation is used: rules, triggers, row-level security and its policies.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

constexpr const char* rules_query = R"sql(
SELECT r.oid, quote_ident(r.rulename), r.rulename, format('%I.%I', n.nspname, c.relname),
       n.oid IN (SELECT unnest($1::oid[])), NULL,
       pg_get_ruledef(r.oid) ||
       CASE r.ev_enabled WHEN 'O' THEN '' ELSE
         format(E'\nALTER TABLE %I.%I %s RULE %I;', n.nspname, c.relname,
                CASE r.ev_enabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'DISABLE' END,
                r.rulename) END
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE r.oid >= 16384 AND r.rulename <> '_RETURN' AND (c.oid IN (SELECT unnest($2::oid[])) OR c.relkind = 'v'))sql";

// A partition's triggers are made with its parent's. Where one is enabled in another way than the
// parent's, a further statement says so.
constexpr const char* triggers_query = R"sql(
SELECT t.oid, quote_ident(t.tgname), t.tgname, format('%I.%I', n.nspname, c.relname), n.oid IN (SELECT unnest($1::oid[])), NULL,
       pg_get_triggerdef(t.oid) || ';' ||
       CASE t.tgenabled WHEN 'O' THEN '' ELSE
         format(E'\nALTER TABLE %s%I.%I %s TRIGGER %I;', CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END,
                n.nspname, c.relname, x.state, t.tgname) END ||
       coalesce((WITH RECURSIVE below (id, relation, name, state, depth, parents_state) AS (
                   SELECT p.oid, p.tgrelid, p.tgname, p.tgenabled, 1, t.tgenabled FROM pg_trigger p WHERE p.tgparentid = t.oid
                   UNION ALL
                   SELECT p.oid, p.tgrelid, p.tgname, p.tgenabled, b.depth + 1, b.state
                     FROM below b JOIN pg_trigger p ON p.tgparentid = b.id)
                 SELECT string_agg(format(E'\nALTER TABLE %I.%I %s TRIGGER %I;', pn.nspname, pc.relname,
                                          CASE b.state WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA'
                                                       WHEN 'D' THEN 'DISABLE' ELSE 'ENABLE' END, b.name), ''
                                   ORDER BY b.depth, pn.nspname, pc.relname)
                   FROM below b JOIN pg_class pc ON pc.oid = b.relation JOIN pg_namespace pn ON pn.oid = pc.relnamespace
                  WHERE b.state <> b.parents_state), '')
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (VALUES (CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA'
                                              ELSE 'DISABLE' END)) AS x (state)
 WHERE NOT t.tgisinternal AND (c.oid IN (SELECT unnest($2::oid[])) OR c.relkind = 'v')
   AND NOT EXISTS (SELECT FROM pg_trigger p WHERE p.oid = t.tgparentid AND p.tgrelid IN (SELECT unnest($2::oid[]))))sql";

constexpr const char* row_security_query = R"sql(
SELECT c.oid, '', '', format('%I.%I', n.nspname, c.relname), true, NULL,
       format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY;', n.nspname, c.relname), c.relforcerowsecurity,
       format('ALTER TABLE ONLY %I.%I FORCE ROW LEVEL SECURITY;', n.nspname, c.relname), c.relrowsecurity
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid IN (SELECT unnest($2::oid[])) AND (c.relrowsecurity OR c.relforcerowsecurity))sql";

constexpr const char* policies_query = R"sql(
SELECT p.oid, quote_ident(p.polname), p.polname, format('%I.%I', n.nspname, c.relname), true, NULL, NULL,
       format('CREATE POLICY %I ON %I.%I%s%s%s%s%s;', p.polname, n.nspname, c.relname,
              CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
                            WHEN 'd' THEN ' FOR DELETE' END,
              ' TO ' || r.roles,
              ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
              ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'),
       r.roles, p.polpermissive
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 -- Of PUBLIC the list has 0 alone, and no role has that oid.
 CROSS JOIN LATERAL (SELECT string_agg(quote_ident(a.rolname), ', ' ORDER BY a.rolname COLLATE "C")
                       FROM pg_roles a WHERE a.oid = ANY (p.polroles)) AS r (roles)
 WHERE c.oid IN (SELECT unnest($2::oid[])))sql";

void read_row_security(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{static_cast<std::uint32_t>(Aspect::row_security), Kind::policy, true,
                       nullptr};
  for (const Row& row : postgres::query(row_security_query, {scope.schemas, scope.tables})) {
    schema::Object& security = add_object(graph, of, row);
    if (!postgres::is_true(row[9])) security.statements.clear();
    if (postgres::is_true(row[7])) security.statements.push_back(*row[8]);
    graph.dependencies.push_back(
        {security.address, 0, {catalogs::pg_class, security.address.object}, 0});
  }
}

void read_policies(const Scope& scope, schema::ObjectGraph& graph) {
  if (scope.present.count("pg_policy") == 0) return;
  const ObjectClass of{catalogs::pg_policy, Kind::policy, true, nullptr};
  for (const Row& row : postgres::query(policies_query, {scope.schemas, scope.tables})) {
    schema::Object& policy = add_object(graph, of, row);
    // A policy for roles that are missing is skipped. But not a restrictive one, without which
    // users would see more: there the script ends with an error.
    if (row[8] && postgres::is_true(row[9]))
      policy.for_roles.push_back({{split_identifiers(*row[8]), {}}, *row[7]});
    else
      policy.statements.push_back(*row[7]);
  }
}

}  // namespace

void read_table_code(const Scope& scope, schema::ObjectGraph& graph) {
  add_objects(graph, {catalogs::pg_rewrite, Kind::rule, true, nullptr}, rules_query, scope);
  add_objects(graph, {catalogs::pg_trigger, Kind::trigger, true, nullptr}, triggers_query, scope);
  read_row_security(scope, graph);
  read_policies(scope, graph);
}

}  // namespace paliad::deparse
