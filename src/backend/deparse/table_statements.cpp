#include "backend/deparse/table_statements.hpp"

#include "backend/deparse/standalone_children.hpp"
#include "backend/postgres/values.hpp"
#include "core/codes/codes.hpp"

#include <set>

namespace paliad::deparse {

namespace {

using codes::coded;
using postgres::oid_of;
using postgres::Row;
using schema::Address;
using schema::Kind;
using schema::ObjectPlaces;

// Columns whose types are not the server's own, or name objects of the database (regclass and the
// other reg types).
constexpr const char* typed_columns_query = R"sql(
SELECT a.attrelid, a.attnum, quote_ident(a.attname), format('%I.%I', n.nspname, c.relname), a.atttypid,
       format_type(a.atttypid, NULL), r.is_reg
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typsubscript = 'array_subscript_handler'::regproc
 CROSS JOIN LATERAL (SELECT coalesce(e.oid, t.oid) < 16384 AND coalesce(e.typname, t.typname) LIKE 'reg%'
                            AND coalesce(e.typcategory, t.typcategory) = 'N') AS r (is_reg)
 WHERE a.attrelid IN (SELECT unnest($1::oid[])) AND a.attnum > 0 AND NOT a.attisdropped AND (a.atttypid >= 16384 OR r.is_reg))sql";

struct TypedColumn {
  Oid relation = InvalidOid;
  int number = 0;
  std::string name;
  std::string table;
  Oid type = InvalidOid;
  std::string type_name;
  bool names_objects = false;
};

TypedColumn typed_column(const Row& row) {
  return {oid_of(row[0]), std::stoi(*row[1]),       *row[2], *row[3], oid_of(row[4]),
          *row[5],        postgres::is_true(row[6])};
}

bool is_lost(const ObjectPlaces& places, const schema::Losses& losses, Address address) {
  constexpr std::uint32_t first_user_oid = 16384;
  const auto place = places.of(address);
  return place ? losses[*place].has_value() : address.object >= first_user_oid;
}

// How the statements of tables differ from what pg_catalog says. Oids; columns as
// <relation's oid>:<column's number>.
struct Adaptation {
  std::vector<std::string> text_columns;
  std::vector<std::string> expressions;  // defaults and generations that are in the statement
  std::vector<std::string> lost_collations;
  std::vector<std::string> flattened;
  std::vector<std::string> lost_access_methods;
  std::vector<std::string> standalone;
  std::vector<std::string> inheriting;  // of these
};

constexpr const char* statements_query = R"sql(
SELECT c.oid, format('%I.%I', n.nspname, c.relname),
       format('CREATE %sTABLE %I.%I (%s' || E'\n)%s%s%s%s;', CASE WHEN c.relpersistence = 'u' AND c.relkind = 'r' THEN 'UNLOGGED ' END,
              n.nspname, c.relname, l.definitions,
              CASE WHEN NOT c.oid IN (SELECT unnest($8::oid[])) THEN ' INHERITS (' || h.parents || ')' END,
              CASE WHEN c.relkind = 'p' AND NOT c.oid IN (SELECT unnest($6::oid[])) THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
              (SELECT format(' USING %I', m.amname) FROM pg_am m
                WHERE m.oid = c.relam AND m.oid >= 16384 AND NOT m.oid IN (SELECT unnest($7::oid[]))),
              (SELECT ' WITH (' || string_agg(format('%s%I = %L', o.prefix, split_part(o.option, '=', 1),
                                                     substr(o.option, strpos(o.option, '=') + 1)), ', ') || ')'
                 FROM (SELECT '' AS prefix, unnest(c.reloptions) AS option
                       UNION ALL SELECT 'toast.', unnest(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid) AS o)),
       h.parents
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) AS parents
                       FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT c.relispartition
                        AND i.inhparent IN (SELECT unnest($1::oid[]))) AS h ON true
  LEFT JOIN (
    SELECT a.attrelid,
           string_agg(format(E'\n  %I %s%s%s%s', a.attname,
                             CASE WHEN x.is_text THEN 'text' ELSE format_type(a.atttypid, a.atttypmod) END,
                             CASE WHEN l.oid IS NOT NULL AND NOT x.is_text THEN format(' COLLATE %I.%I', ln.nspname, l.collname) END,
                             CASE WHEN x.is_text THEN NULL
                             WHEN a.attidentity <> '' THEN
                               -- A partition has its parent's.
                               (SELECT format(' GENERATED %s AS IDENTITY (%sSTART WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s)',
                                              CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                                              CASE WHEN q.relname <> c.relname || '_' || a.attname || '_seq' OR q.relnamespace <> c.relnamespace
                                                   THEN format('SEQUENCE NAME %I.%I ', qn.nspname, q.relname) END,
                                              s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
                                              CASE WHEN s.seqcycle THEN ' CYCLE' END)
                                  FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid JOIN pg_class q ON q.oid = d.objid
                                  JOIN pg_namespace qn ON qn.oid = q.relnamespace
                                 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                                   AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
                                   AND NOT (c.relispartition AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND i.inhparent IN (SELECT unnest($1::oid[])))))
                             WHEN f.oid IS NOT NULL AND a.attgenerated = '' THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
                             -- A child has its parent's generation.
                             WHEN f.oid IS NOT NULL
                                  AND (c.relispartition OR c.oid IN (SELECT unnest($8::oid[]))
                                       OR NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_attribute b ON b.attrelid = i.inhparent
                                                       WHERE i.inhrelid = c.oid AND i.inhparent IN (SELECT unnest($1::oid[]))
                                                         AND b.attname = a.attname AND b.attgenerated <> '')) THEN
                               format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(f.adbin, f.adrelid),
                                      CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END,
                             CASE WHEN a.attnotnull THEN
                               coalesce((SELECT CASE WHEN NOT k.convalidated THEN ''
                                                     ELSE concat(CASE WHEN k.conname <> c.relname || '_' || a.attname || '_not_null'
                                                                      THEN format(' CONSTRAINT %I', k.conname) END,
                                                                 ' NOT NULL', CASE WHEN k.connoinherit THEN ' NO INHERIT' END) END
                                           FROM pg_constraint k
                                          WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]
                                            AND current_setting('server_version_num')::int >= 180000), ' NOT NULL')
                             -- Its parent demands it; the column's settings drop it.
                             WHEN c.oid IN (SELECT unnest($8::oid[]))
                                  AND EXISTS (SELECT FROM pg_inherits i JOIN pg_attribute b ON b.attrelid = i.inhparent
                                               WHERE i.inhrelid = c.oid AND b.attname = a.attname AND b.attnotnull)
                                  AND current_setting('server_version_num')::int < 180000 THEN ' NOT NULL' END),
                      ',' ORDER BY a.attnum) AS definitions
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
     CROSS JOIN LATERAL (VALUES ($3 <> '{}' AND a.attrelid || ':' || a.attnum IN (SELECT unnest($3::text[])))) AS x (is_text)
      LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.oid <> t.typcollation AND NOT l.oid IN (SELECT unnest($5::oid[]))
      LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
      LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum AND f.oid IN (SELECT unnest($4::oid[]))
     WHERE a.attrelid IN (SELECT unnest($1::oid[])) AND a.attnum > 0 AND NOT a.attisdropped
       AND ($2 = '{}' OR NOT a.attrelid || ':' || a.attname IN (SELECT unnest($2::text[])))
       AND (a.attislocal OR c.relispartition OR c.oid IN (SELECT unnest($8::oid[]))
            OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT i.inhparent IN (SELECT unnest($1::oid[]))))
     GROUP BY a.attrelid) AS l ON l.attrelid = c.oid
 WHERE c.oid IN (SELECT unnest($1::oid[])))sql";

// A column's settings beside its definition: storage, statistics, compression, and where a child
// differs from its parent. Of attoptions only the known ones, because the server may keep options
// of its own there.
constexpr const char* column_settings_query = R"sql(
SELECT c.oid, format('ALTER TABLE ONLY %I.%I ALTER COLUMN %I %s;', n.nspname, c.relname, a.attname, o.setting)
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
   SELECT coalesce(bool_or(b.attnotnull), false), coalesce(bool_or(b.atthasdef AND b.attgenerated = ''), false)
     FROM pg_inherits i JOIN pg_attribute b ON b.attrelid = i.inhparent AND b.attname = a.attname
    WHERE i.inhrelid = a.attrelid AND $9::bool) AS p (not_null, has_default)
 CROSS JOIN LATERAL (VALUES
   (CASE WHEN a.attstorage <> t.typstorage AND NOT a.attrelid || ':' || a.attnum IN (SELECT unnest($3::text[]))
         THEN 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                  WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
   (CASE WHEN a.attcompression <> '' THEN 'SET COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END END),
   (CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END),
   ((SELECT 'SET (' || string_agg(format('%I = %L', split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)), ', ') || ')'
      FROM unnest(a.attoptions) AS x WHERE split_part(x, '=', 1) IN ('n_distinct', 'n_distinct_inherited'))),
   (CASE WHEN NOT a.attislocal AND NOT c.relispartition AND a.attnotnull AND NOT p.not_null THEN 'SET NOT NULL' END),
   -- Since PostgreSQL 18 a child has what its parent hands down.
   (CASE WHEN NOT c.relispartition AND NOT a.attnotnull AND p.not_null AND current_setting('server_version_num')::int < 180000
         THEN 'DROP NOT NULL' END),
   (CASE WHEN NOT c.relispartition AND NOT a.atthasdef AND p.has_default THEN 'DROP DEFAULT' END))
   AS o (setting)
 WHERE a.attrelid IN (SELECT unnest($1::oid[]))
   AND a.attnum > 0 AND NOT a.attisdropped AND o.setting IS NOT NULL
   AND ($2 = '{}' OR NOT a.attrelid || ':' || a.attname IN (SELECT unnest($2::text[])))
 ORDER BY a.attrelid, a.attnum)sql";

constexpr const char* typed_tables_query = R"sql(
SELECT c.oid, format('ALTER TABLE %I.%I OF %s;', n.nspname, c.relname, c.reloftype::regtype), c.reloftype,
       format('%I.%I', n.nspname, c.relname), format_type(c.reloftype, NULL)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid IN (SELECT unnest($1::oid[])) AND c.reloftype <> 0)sql";

constexpr const char* generated_query = R"sql(
SELECT f.oid, format('%I.%I', n.nspname, c.relname), quote_ident(a.attname), a.attrelid, a.attgenerated <> '',
       c.relispartition AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND i.inhparent IN (SELECT unnest($1::oid[]))),
       a.attislocal OR c.relispartition
  FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
  JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE a.attrelid IN (SELECT unnest($1::oid[])) ORDER BY a.attrelid, a.attnum)sql";

struct Expression {
  Address address;
  std::string relation;
  std::string column;
  Address table;
  bool generated = false;
  bool in_partition = false;
  bool of_local_column = true;  // the column is not only inherited
};

Expression expression(const Row& row) {
  return {{catalogs::pg_attrdef, oid_of(row[0])},
          *row[1],
          *row[2],
          {catalogs::pg_class, oid_of(row[3])},
          postgres::is_true(row[4]),
          postgres::is_true(row[5]),
          postgres::is_true(row[6])};
}

// The dependencies, by the object that has them.
using Needs = std::map<Address, std::vector<schema::Dependency>>;

Needs needs_of(const schema::ObjectGraph& graph) {
  Needs needs;
  for (const schema::Dependency& dependency : graph.dependencies)
    needs[dependency.object].push_back(dependency);
  return needs;
}

// Whether objects of that kind are always made before the tables.
bool comes_first(Kind kind) { return kind <= Kind::base_type || kind == Kind::sequence; }

class TableStatements {
public:
  TableStatements(const Scope& scope, const std::string& omitted, QueryCache& answers,
                  schema::ObjectGraph& graph, const schema::Losses& losses)
      : scope_(scope), omitted_(omitted), answers_(answers), graph_(graph), losses_(losses),
        places_(graph), needs_(needs_of(graph)) {}

  ComputedColumns make() {
    note_text_columns();
    note_lost(Kind::collation, adaptation_.lost_collations);
    note_lost(Kind::access_method, adaptation_.lost_access_methods);
    note_expressions();
    note_flattened();
    note_standalone();
    const std::vector<postgres::Text> parameters{
        scope_.tables,
        omitted_,
        postgres::array_literal(adaptation_.text_columns),
        postgres::array_literal(adaptation_.expressions),
        postgres::array_literal(adaptation_.lost_collations),
        postgres::array_literal(adaptation_.flattened),
        postgres::array_literal(adaptation_.lost_access_methods),
        postgres::array_literal(adaptation_.standalone),
        scope_.present.count("inheritance") > 0 ? "t" : "f"};
    for (const Row& row : answers_.to(statements_query, parameters)) {
      give(oid_of(row[0]), *row[2]);
      // A child's columns may come in another order than in the backup, so it is listed too.
      if (row[3]) computed_[*row[1]];
    }
    give_parents();
    for (const Row& row : answers_.to(column_settings_query, parameters))
      give(oid_of(row[0]), *row[1]);
    give_types();
    return std::move(computed_);
  }

private:
  void give(Oid relation, const std::string& statement) {
    const auto place = places_.of({catalogs::pg_class, relation});
    if (place && graph_.objects[*place].kind == Kind::table)
      graph_.objects[*place].statements.push_back(statement);
  }

  void note_text_columns() {
    for (const auto& [column, change] : graph_.changed_columns)
      if (!change.gone)
        adaptation_.text_columns.push_back(std::to_string(column.first.object) + ":" +
                                           std::to_string(column.second));
  }

  void note_lost(Kind kind, std::vector<std::string>& ids) {
    for (std::size_t i = 0; i < losses_.size(); ++i)
      if (losses_[i] && graph_.objects[i].kind == kind)
        ids.push_back(std::to_string(graph_.objects[i].address.object));
  }

  void note_expressions() {
    for (const Row& row : answers_.to(generated_query, {scope_.tables})) note(expression(row));
  }

  void note(const Expression& one) {
    const auto place = places_.of(one.address);
    if (!place || losses_[*place]) return;
    if (!one.generated && !(one.of_local_column && can_stand_in_table(one))) return;
    adaptation_.expressions.push_back(std::to_string(one.address.object));
    if (one.generated && !one.in_partition) computed_[one.relation].push_back(one.column);
    for (const schema::Dependency& dependency : needs_[one.address])
      graph_.dependencies.push_back({one.table, 0, dependency.needed, 0});
    graph_.objects[*place].statements.clear();
  }

  bool can_stand_in_table(const Expression& one) {
    for (const schema::Dependency& dependency : needs_[one.address]) {
      const auto needed = places_.of(dependency.needed);
      if (needed && !(graph_.objects[*needed].address == one.table) &&
          !comes_first(graph_.objects[*needed].kind))
        return false;
    }
    return true;
  }

  // A partitioned table whose partition key needs something that is lost is restored as one table
  // with all rows.
  void note_flattened() {
    for (const Address& table : schema::flattened_tables(graph_, losses_))
      adaptation_.flattened.push_back(std::to_string(table.object));
  }

  void note_standalone() {
    const std::string expressions = postgres::array_literal(adaptation_.expressions);
    for (const StandaloneChild& child :
         standalone_children(scope_, omitted_, expressions, answers_)) {
      adaptation_.standalone.push_back(child.id);
      if (!child.lost_parents) adaptation_.inheriting.push_back(child.id);
      if (const CodedText note = child.note(); !note.empty())
        graph_.notes.push_back({coded("object_table", {{"name", child.name}}), note});
    }
  }

  void give_parents() {
    if (adaptation_.inheriting.empty()) return;
    for (const Row& row : inherit_statements(adaptation_.inheriting, scope_, answers_))
      give(oid_of(row[0]), *row[1]);
  }

  void give_types() {
    if (scope_.present.count("typed tables") == 0) return;
    for (const Row& row : answers_.to(typed_tables_query, {scope_.tables})) {
      if (!is_lost(places_, losses_, {catalogs::pg_type, oid_of(row[2])}) &&
          !has_changed_column(oid_of(row[0])))
        give(oid_of(row[0]), *row[1]);
      else
        graph_.notes.push_back({coded("object_table", {{"name", *row[3]}}),
                                coded("typed_table", {{"type", *row[4]}})});
    }
  }

  bool has_changed_column(Oid relation) const {
    const auto column = graph_.changed_columns.lower_bound({{catalogs::pg_class, relation}, 0});
    return column != graph_.changed_columns.end() &&
           column->first.first == Address{catalogs::pg_class, relation};
  }

  const Scope& scope_;
  const std::string& omitted_;
  QueryCache& answers_;
  schema::ObjectGraph& graph_;
  const schema::Losses& losses_;
  const ObjectPlaces places_;
  Needs needs_;
  Adaptation adaptation_;
  ComputedColumns computed_;
};

}  // namespace

void change_columns(const Scope& scope, QueryCache& answers, schema::ObjectGraph& graph,
                    const schema::Losses& losses) {
  const ObjectPlaces places(graph);
  for (const Row& row : answers.to(typed_columns_query, {scope.tables})) {
    const TypedColumn column = typed_column(row);
    const bool lost = is_lost(places, losses, {catalogs::pg_type, column.type});
    if (!lost && !column.names_objects) continue;
    const CodedText why = coded(column.names_objects ? "type_names_objects" : "type_not_carried",
                                {{"type", column.type_name}});
    const bool added =
        graph.changed_columns
            .emplace(std::make_pair(Address{catalogs::pg_class, column.relation}, column.number),
                     schema::ChangedColumn{coded("needs_text_column"), false})
            .second;
    if (added)
      graph.notes.push_back(
          {coded("object_column", {{"name", column.name}, {"table", column.table}}), why});
  }
}

ComputedColumns make_table_statements(const Scope& scope, const std::string& omitted,
                                      QueryCache& answers, schema::ObjectGraph& graph,
                                      const schema::Losses& losses) {
  return TableStatements(scope, omitted, answers, graph, losses).make();
}

}  // namespace paliad::deparse
