// Tables, their columns' defaults, partitioning and inheritance. The statement that makes a table
// depends on what else is carried: table_statements.cpp makes it.
#include "backend/deparse/object_reader.hpp"
#include "backend/deparse/table_statements.hpp"
#include "core/codes/codes.hpp"

namespace paliad::deparse {

namespace {

using postgres::oid_of;
using postgres::Row;
using schema::Kind;

constexpr const char* tables_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relname, NULL, true,
       quote_ident(pg_get_userbyid(c.relowner)), NULL
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid IN (SELECT unnest($2::oid[]))
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                      AND e.objid = c.oid AND e.deptype = 'e'))sql";

// Defaults of tables' columns, and of views'.
constexpr const char* defaults_query = R"sql(
SELECT f.oid, quote_ident(a.attname), NULL, format('%I.%I', n.nspname, c.relname), true, NULL,
       CASE WHEN a.attgenerated = '' THEN
         format('ALTER TABLE ONLY %I.%I ALTER COLUMN %I SET DEFAULT %s;', n.nspname, c.relname, a.attname,
                pg_get_expr(f.adbin, f.adrelid)) END,
       c.relkind = 'v'
  FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
  JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid IN (SELECT unnest($2::oid[])) OR c.oid >= 16384 AND c.relkind = 'v')sql";

// A child's generated column needs that its parent's is generated.
constexpr const char* inherited_generations_query = R"sql(
SELECT f.oid, p.oid
  FROM pg_inherits h JOIN pg_attribute a ON a.attrelid = h.inhrelid AND a.attgenerated <> ''
  JOIN pg_attribute b ON b.attrelid = h.inhparent AND b.attname = a.attname AND b.attgenerated <> ''
  JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  JOIN pg_attrdef p ON p.adrelid = b.attrelid AND p.adnum = b.attnum
 WHERE h.inhrelid IN (SELECT unnest($2::oid[])) AND h.inhparent IN (SELECT unnest($2::oid[])))sql";

constexpr const char* partitions_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname), c.relname, NULL, false, NULL,
       format('ALTER TABLE ONLY %I.%I ATTACH PARTITION %I.%I %s;', pn.nspname, p.relname, n.nspname, c.relname,
              pg_get_expr(c.relpartbound, c.oid)), p.oid
  FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
 WHERE c.relispartition AND h.inhrelid IN (SELECT unnest($2::oid[])) AND h.inhparent IN (SELECT unnest($2::oid[])))sql";

// Settings of a table, and of its identity columns' sequences, that CREATE TABLE can't have. It
// makes such a sequence unlogged where the table is.
constexpr const char* table_settings_query = R"sql(
SELECT s.id, format('%I.%I', n.nspname, c.relname), c.relname, NULL, false, NULL, s.statement, c.oid, s.of_column
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
   SELECT c.oid,
          format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY %s;', n.nspname, c.relname,
                 CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END), 0
    WHERE c.relreplident IN ('f', 'n')
   UNION ALL
   SELECT q.oid, format('ALTER SEQUENCE %I.%I SET %s;', qn.nspname, q.relname,
                        CASE q.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END), d.refobjsubid
     FROM pg_depend d JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S' JOIN pg_namespace qn ON qn.oid = q.relnamespace
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.deptype = 'i'
      AND q.relpersistence <> c.relpersistence AND current_setting('server_version_num')::int >= 150000) AS s (id, statement, of_column)
 WHERE c.oid IN (SELECT unnest($2::oid[])))sql";

// Properties of restored tables that the scripts don't restore; each becomes a note.
constexpr const char* notes_query = R"sql(
SELECT format('%I.%I', n.nspname, c.relname), x.code, x.name, x.value
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
   SELECT 'tablespace', NULL, NULL WHERE c.reltablespace <> 0
   UNION ALL
   SELECT CASE WHEN c.relispartition THEN 'partition_alone' ELSE 'inherited_outside' END, 'relation', h.inhparent::regclass::text
     FROM pg_inherits h WHERE h.inhrelid = c.oid AND NOT h.inhparent IN (SELECT unnest($2::oid[]))) AS x (code, name, value)
 WHERE c.oid IN (SELECT unnest($2::oid[])))sql";

void read_tables(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{catalogs::pg_class, Kind::table, false, "TABLE"};
  for (const Row& row : postgres::query(tables_query, {scope.schemas, scope.tables}))
    add_object(graph, of, row).adapts = true;
}

void read_defaults(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{catalogs::pg_attrdef, Kind::column_default, false, nullptr};
  for (const Row& row : postgres::query(defaults_query, {scope.schemas, scope.tables}))
    add_object(graph, of, row).after_rows = postgres::is_true(row[7]);
}

void read_inherited_generations(const Scope& scope, schema::ObjectGraph& graph) {
  if (scope.present.count("inheritance") == 0) return;
  for (const Row& row : postgres::query(inherited_generations_query, {scope.schemas, scope.tables}))
    graph.dependencies.push_back(
        {{catalogs::pg_attrdef, oid_of(row[0])}, 0, {catalogs::pg_attrdef, oid_of(row[1])}, 0});
}

void read_partitions(const Scope& scope, schema::ObjectGraph& graph) {
  if (scope.present.count("relations p") == 0) return;
  const ObjectClass of{static_cast<std::uint32_t>(Aspect::partition), Kind::inheritance, false,
                       nullptr};
  for (const Row& row : postgres::query(partitions_query, {scope.schemas, scope.tables})) {
    const schema::Address address = add_object(graph, of, row).address;
    graph.dependencies.push_back({address, 0, {catalogs::pg_class, address.object}, 0});
    graph.dependencies.push_back({address, 0, {catalogs::pg_class, oid_of(row[7])}, 0});
  }
}

void read_settings(const Scope& scope, schema::ObjectGraph& graph) {
  const ObjectClass of{static_cast<std::uint32_t>(Aspect::settings), Kind::table_setting, true,
                       nullptr};
  for (const Row& row : postgres::query(table_settings_query, {scope.schemas, scope.tables})) {
    const schema::Address address = add_object(graph, of, row).address;
    graph.dependencies.push_back(
        {address, 0, {catalogs::pg_class, oid_of(row[7])}, std::stoi(*row[8])});
  }
}

void read_notes(const Scope& scope, schema::ObjectGraph& graph) {
  for (const Row& row : postgres::query(notes_query, {scope.schemas, scope.tables})) {
    std::vector<Argument> arguments;
    if (row[2]) arguments.emplace_back(*row[2], *row[3]);
    graph.notes.push_back({codes::coded("object_table", {{"name", *row[0]}}),
                           codes::coded(*row[1], std::move(arguments))});
  }
}

}  // namespace

void read_relations(const Scope& scope, schema::ObjectGraph& graph) {
  read_tables(scope, graph);
  read_defaults(scope, graph);
  read_inherited_generations(scope, graph);
  read_partitions(scope, graph);
  read_settings(scope, graph);
  read_notes(scope, graph);
}

}  // namespace paliad::deparse
