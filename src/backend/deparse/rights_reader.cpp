// Rights: what has been granted and revoked, on objects and as default privileges.
#include "backend/deparse/object_reader.hpp"

namespace paliad::deparse {

namespace {

using postgres::oid_of;
using postgres::Row;

// The difference between the rights with which the server or the extension makes an object, and
// those that it has. A right that is made and is gone is revoked. Each further right is granted by
// the role that has granted it, in the order of the ACL. PUBLIC is 0. Columns are made without
// rights.
constexpr const char* rights_query = R"sql(
WITH objects (catalog, object, keyword, name, acl, base, owner, suffix) AS (
  SELECT 'pg_class'::regclass::oid, c.oid, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
         format('%I.%I', n.nspname, c.relname), c.relacl,
         coalesce(ip.initprivs, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)), c.relowner, ''
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_init_privs ip ON ip.classoid = 'pg_class'::regclass AND ip.objoid = c.oid AND ip.objsubid = 0
   WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relacl IS NOT NULL
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, 'TABLE', format('%I.%I', n.nspname, c.relname), a.attacl, acldefault('c', c.relowner), c.relowner,
         format(' (%I)', a.attname)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped
     AND NOT a.attrelid || ':' || a.attname IN (SELECT unnest($3::text[]))
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
         CASE p.prokind WHEN 'p' THEN format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                        ELSE p.oid::regprocedure::text END, p.proacl, coalesce(ip.initprivs, acldefault('f', p.proowner)), p.proowner, ''
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_init_privs ip ON ip.classoid = 'pg_proc'::regclass AND ip.objoid = p.oid
   WHERE p.oid >= 16384 AND p.proacl IS NOT NULL
  UNION ALL
  SELECT 'pg_namespace'::regclass, n.oid, 'SCHEMA', quote_ident(n.nspname), n.nspacl,
         -- With a new owner public's rights are his.
         coalesce((SELECT CASE WHEN r.rolname ~ '^[a-z_][a-z0-9_]*$'
                               THEN regexp_replace(i.initprivs::text, 'pg_database_owner', r.rolname, 'g')::aclitem[]
                               ELSE i.initprivs END
                     FROM pg_init_privs i JOIN pg_roles r ON r.oid = n.nspowner
                    WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid AND n.oid < 16384),
                  acldefault('n', n.nspowner)), n.nspowner, ''
    FROM pg_namespace n WHERE (n.oid >= 16384 OR n.nspname = 'public') AND n.nspacl IS NOT NULL
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, 'TYPE', format('%I.%I', n.nspname, t.typname), t.typacl, acldefault('T', t.typowner), t.typowner, ''
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384 AND t.typacl IS NOT NULL
  UNION ALL
  SELECT 'pg_language'::regclass, l.oid, 'LANGUAGE', quote_ident(l.lanname), l.lanacl, acldefault('l', l.lanowner), l.lanowner, ''
    FROM pg_language l WHERE l.oid >= 16384 AND l.lanacl IS NOT NULL
  UNION ALL
  SELECT 'pg_largeobject'::regclass, l.oid, 'LARGE OBJECT', l.oid::text, l.lomacl, acldefault('L', l.lomowner), l.lomowner, ''
    FROM pg_largeobject_metadata l WHERE l.lomacl IS NOT NULL),
changes AS (
  SELECT o.catalog, o.object, o.keyword, o.name, o.suffix, o.owner, 0 AS step, 0 AS place, b.grantee, o.owner AS grantor, false AS grantable,
         string_agg(b.privilege_type || o.suffix, ', ' ORDER BY b.privilege_type) AS privileges
    FROM objects o CROSS JOIN LATERAL aclexplode(o.base) AS b
   WHERE NOT o.acl @> makeaclitem(b.grantee, b.grantor, b.privilege_type, false)
   GROUP BY 1, 2, 3, 4, 5, 6, 9
  UNION ALL
  SELECT o.catalog, o.object, o.keyword, o.name, o.suffix, o.owner, 1, min(a.place)::int, a.grantee, a.grantor, a.is_grantable,
         string_agg(a.privilege_type || o.suffix, ', ' ORDER BY a.place)
    FROM objects o
   CROSS JOIN LATERAL aclexplode(o.acl) WITH ORDINALITY AS a (grantor, grantee, privilege_type, is_grantable, place)
   WHERE NOT o.base @> makeaclitem(a.grantee, a.grantor, a.privilege_type, a.is_grantable)
   GROUP BY 1, 2, 3, 4, 5, 6, a.grantee, a.grantor, a.is_grantable)
SELECT c.catalog, c.object,
       CASE c.step WHEN 0 THEN format('REVOKE %s ON %s %s FROM %s;', c.privileges, c.keyword, c.name, r.grantee)
       ELSE format('GRANT %s ON %s %s TO %s%s;', c.privileges, c.keyword, c.name, r.grantee,
                   CASE WHEN c.grantable THEN ' WITH GRANT OPTION' END) END,
       CASE WHEN c.grantee <> 0 THEN r.grantee END, CASE WHEN c.grantor <> c.owner THEN r.grantor END
  FROM changes c
 CROSS JOIN LATERAL (SELECT CASE c.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(c.grantee)) END,
                            quote_ident(pg_get_userbyid(c.grantor))) AS r (grantee, grantor)
 ORDER BY c.catalog, c.object, c.suffix <> '', c.step, c.grantor <> c.owner, c.place)sql";

constexpr const char* default_rights_query = R"sql(
WITH defaults (id, role, schema, keyword, acl, base) AS (
  SELECT d.oid, d.defaclrole, d.defaclnamespace,
         CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES'
                              WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' WHEN 'L' THEN 'LARGE OBJECTS' END,
         d.defaclacl,
         CASE WHEN d.defaclnamespace <> 0 THEN acldefault('c', d.defaclrole)
              ELSE acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END::"char", d.defaclrole) END
    FROM pg_default_acl d WHERE d.defaclnamespace = 0 OR d.defaclnamespace IN (SELECT unnest($1::oid[]))),
changes AS (
  SELECT d.id, d.role, d.schema, d.keyword, 0 AS step, 0 AS place, b.grantee, false AS grantable,
         string_agg(b.privilege_type, ', ' ORDER BY b.privilege_type) AS privileges
    FROM defaults d CROSS JOIN LATERAL aclexplode(d.base) AS b
   WHERE NOT EXISTS (SELECT FROM aclexplode(d.acl) AS a WHERE (a.grantee, a.privilege_type) = (b.grantee, b.privilege_type))
   GROUP BY 1, 2, 3, 4, 7
  UNION ALL
  SELECT d.id, d.role, d.schema, d.keyword, 1, min(a.place)::int, a.grantee, a.is_grantable,
         string_agg(a.privilege_type, ', ' ORDER BY a.place)
    FROM defaults d
   CROSS JOIN LATERAL aclexplode(d.acl) WITH ORDINALITY AS a (grantor, grantee, privilege_type, is_grantable, place)
   WHERE NOT EXISTS (SELECT FROM aclexplode(d.base) AS b
                      WHERE (a.grantee, a.privilege_type, a.is_grantable) = (b.grantee, b.privilege_type, b.is_grantable))
   GROUP BY 1, 2, 3, 4, 7, 8)
SELECT format(CASE c.step WHEN 0 THEN 'ALTER DEFAULT PRIVILEGES FOR ROLE %1$s%2$s REVOKE %3$s ON %4$s FROM %5$s;'
                   ELSE 'ALTER DEFAULT PRIVILEGES FOR ROLE %1$s%2$s GRANT %3$s ON %4$s TO %5$s%6$s;' END,
              r.role, ' IN SCHEMA ' || r.schema, c.privileges, c.keyword, r.grantee,
              CASE WHEN c.grantable THEN ' WITH GRANT OPTION' END),
       r.role, CASE WHEN c.grantee <> 0 THEN r.grantee END
  FROM changes c
 CROSS JOIN LATERAL (SELECT quote_ident(pg_get_userbyid(c.role)),
                            CASE c.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(c.grantee)) END,
                            (SELECT quote_ident(nspname) FROM pg_namespace WHERE oid = c.schema)) AS r (role, grantee, schema)
 ORDER BY r.role, r.schema NULLS FIRST, c.keyword, c.id, c.step, c.place)sql";

std::vector<std::string> if_any(const std::optional<std::string>& role) {
  return role ? std::vector<std::string>{*role} : std::vector<std::string>{};
}

}  // namespace

void read_rights(const Scope& scope, const std::string& omitted, schema::ObjectGraph& graph) {
  const schema::ObjectPlaces places(graph);
  for (const Row& row : postgres::query(rights_query, {scope.schemas, scope.tables, omitted})) {
    const auto place = places.of({oid_of(row[0]), oid_of(row[1])});
    if (place)
      graph.objects[*place].rights.push_back(
          {{if_any(row[3]), if_any(row[4]), row[4].value_or("")}, *row[2]});
  }
  for (const Row& row : postgres::query(default_rights_query, {scope.schemas, scope.tables}))
    graph.default_rights.push_back({{if_any(row[2]), {*row[1]}}, *row[0]});
}

}  // namespace paliad::deparse
