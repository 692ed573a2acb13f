#include "backend/restore/target.hpp"

#include "backend/access/roles.hpp"
#include "backend/postgres/read_only.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/table_lock.hpp"
#include "backend/postgres/values.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace paliad::restore {

namespace {

using model::SheetInfo;
using postgres::is_true;
using postgres::oid_of;
using postgres::Row;

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

using Name = std::pair<std::string, std::string>;

std::vector<Name> table_names(const schema::Placement& place,
                              const std::vector<SheetInfo>& sheets) {
  std::vector<Name> names;
  std::set<Name> known;
  for (const SheetInfo& sheet : sheets) {
    const schema::RelationName relation = schema::relation_name(sheet.relation);
    names.emplace_back(place(relation.schema), relation.name);
    if (!known.insert(names.back()).second)
      throw Error(sqlstate::feature_not_supported,
                  "two tables of the backup are called " + schema::quoted_name(relation.name) +
                      " and can't stand in one schema",
                  {}, "restore.sql in the backup's zip brings every schema back under its name.");
  }
  return names;
}

// $1: schemas, $2: names; the elements at one place name one relation. Relations that are no
// tables, such as views, are returned too, so that they can be refused.
constexpr const char* relations_query =
    "SELECT c.relname, c.oid, c.relowner, c.relkind = 'p',"
    "       format('%I.%I', n.nspname, c.relname), c.relkind IN ('r', 'p'),"
    "       EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
    "                  AND d.objid = c.oid AND d.deptype = 'e'), n.nspname"
    "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE (n.nspname, c.relname) IN"
    "       (SELECT * FROM unnest($1::text[]::name[], $2::text[]::name[]))";

struct FoundRelation {
  std::string name;
  Oid oid = InvalidOid;
  Oid owner = InvalidOid;
  bool partitioned = false;
  std::string qualified;  // and quoted
  bool table = false;
  bool member = false;  // of an extension
  std::string schema;
};

FoundRelation found_relation(const Row& row) {
  return {*row[0], oid_of(row[1]),  oid_of(row[2]),  is_true(row[3]),
          *row[4], is_true(row[5]), is_true(row[6]), *row[7]};
}

std::map<Name, FoundRelation> relations_named(const std::vector<Name>& names) {
  std::vector<std::string> schemas;
  std::vector<std::string> relations;
  for (const Name& name : names) {
    schemas.push_back(name.first);
    relations.push_back(name.second);
  }
  std::map<Name, FoundRelation> found;
  for (const Row& row : postgres::query(relations_query, {postgres::array_literal(schemas),
                                                          postgres::array_literal(relations)})) {
    FoundRelation relation = found_relation(row);
    found.emplace(Name(relation.schema, relation.name), std::move(relation));
  }
  return found;
}

void require_all(const std::vector<Name>& names, const std::map<Name, FoundRelation>& relations) {
  std::string missing;
  for (const Name& name : names)
    if (relations.count(name) == 0)
      missing += (missing.empty() ? "" : ", ") + schema::quoted_name(name.second);
  if (missing.empty()) return;
  throw Error(sqlstate::undefined_table,
              "schema " + schema::quoted_name(names[0].first) + " lacks tables that the backup has",
              "It lacks " + missing + ".",
              "Name a schema that does not exist yet: it is created with all tables.");
}

void require_plain(const std::map<Name, FoundRelation>& relations) {
  for (const auto& [name, relation] : relations)
    if (!relation.table || relation.member)
      throw Error(sqlstate::wrong_object_type,
                  relation.qualified +
                      (relation.member ? " belongs to an extension" : " is no table") +
                      ": nothing can be restored into it");
}

constexpr const char* columns_query =
    "SELECT attrelid, attname, attgenerated <> '' FROM pg_attribute"
    " WHERE attrelid = ANY ($1::oid[]) AND attnum > 0 AND NOT attisdropped";

struct TargetColumn {
  Oid table = InvalidOid;
  std::string name;
  bool generated = false;
};

TargetColumn target_column(const Row& row) { return {oid_of(row[0]), *row[1], is_true(row[2])}; }

// The columns of each table, by the table's oid.
std::map<Oid, std::vector<TargetColumn>> columns_of(const std::vector<TargetTable>& tables) {
  std::map<Oid, std::vector<TargetColumn>> columns;
  for (const Row& row : postgres::query(columns_query, {ids_of(tables)})) {
    TargetColumn column = target_column(row);
    columns[column.table].push_back(std::move(column));
  }
  return columns;
}

// Decides which columns are loaded, and returns the backup's columns that the table lacks.
std::vector<std::string> match(TargetTable& table, const SheetInfo& sheet,
                               const std::vector<TargetColumn>& columns) {
  std::vector<std::string> missing;
  for (const model::Column& column : sheet.columns) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const TargetColumn& one) {
      return one.name == column.name;
    });
    if (found == columns.end()) missing.push_back(schema::quoted_name(column.name));
    table.kept.push_back(found != columns.end() && !found->generated);
    if (table.kept.back()) table.columns.push_back(column.name);
  }
  // An empty list would make COPY load all columns of the table.
  const bool loads = std::any_of(columns.begin(), columns.end(),
                                 [](const TargetColumn& one) { return !one.generated; });
  if (loads && table.columns.empty())
    throw Error(sqlstate::undefined_column,
                "table " + table.name + " has no column of the backup any more", {},
                "Restore into a schema that does not exist yet, and copy from there.");
  return missing;
}

void match_columns(std::vector<TargetTable>& tables, const std::vector<SheetInfo>& sheets,
                   MissingColumns policy) {
  const auto columns = columns_of(tables);
  std::string complaint;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto found = columns.find(tables[i].oid);
    const auto missing = match(
        tables[i], sheets[i], found == columns.end() ? std::vector<TargetColumn>() : found->second);
    if (!missing.empty())
      complaint += (complaint.empty() ? "" : "; ") + tables[i].name + " lacks " + list_of(missing);
  }
  if (complaint.empty() || policy == MissingColumns::drop) return;
  throw Error(
      sqlstate::undefined_column, "tables have lost columns that the backup has", complaint + ".",
      "Add the columns, or leave their values out: paliad_backup_restore(id, target_schema, "
      "drop_columns => true).");
}

// Checks the caller's own rights, because the rows are written as another role.
void require_rights(const std::vector<TargetTable>& tables) {
  const auto rows = postgres::query(
      "SELECT string_agg(CASE WHEN active THEN name END, ', ' ORDER BY name),"
      "       string_agg(CASE WHEN NOT may THEN name END, ', ' ORDER BY name)"
      "  FROM (SELECT c.oid::regclass::text AS name, row_security_active(c.oid) AS active,"
      "               has_schema_privilege(c.relnamespace, 'USAGE')"
      "               AND has_table_privilege(c.oid, 'INSERT') AS may"
      "          FROM pg_class c WHERE c.oid = ANY ($1::oid[])) AS rights",
      {ids_of(tables)});
  if (rows[0][1])
    throw Error(sqlstate::insufficient_privilege, "the caller may not insert into all tables",
                "Not into " + *rows[0][1] + ".",
                "Call as a role with INSERT on them, or restore into a schema that does not exist "
                "yet.");
  if (rows[0][0])
    throw Error(sqlstate::insufficient_privilege,
                "row-level security decides what the caller may insert",
                "It does for " + *rows[0][0] + ".",
                "Call as the tables' owner or as a role with BYPASSRLS.");
}

void lock(const std::vector<TargetTable>& tables) {
  for (const Row& row :
       postgres::query("SELECT id, id::regclass FROM ("
                       " SELECT unnest($1::oid[])::oid AS id"
                       "  UNION SELECT confrelid FROM pg_constraint"
                       "  WHERE contype = 'f' AND conrelid = ANY ($1::oid[])) AS r ORDER BY 1",
                       {with_partitions(tables)})) {
    postgres::lock_table(oid_of(row[0]), ShareRowExclusiveLock, *row[1]);
  }
}

// The other tables that TRUNCATE ... CASCADE of these would empty: those whose foreign keys refer
// to them, at any distance.
postgres::Text others_emptied(const std::vector<TargetTable>& filled,
                              const std::vector<TargetTable>& all) {
  return postgres::query(
      "WITH RECURSIVE emptied AS ("
      " SELECT unnest($1::oid[])::oid AS id"
      "  UNION SELECT k.conrelid FROM pg_constraint k JOIN emptied e ON k.confrelid = e.id"
      "  WHERE k.contype = 'f')"
      " SELECT string_agg(name, ', ' ORDER BY name)"
      "  FROM (SELECT format('%I.%I', n.nspname, c.relname) AS name"
      "          FROM emptied e JOIN pg_class c ON c.oid = e.id"
      "          JOIN pg_namespace n ON n.oid = c.relnamespace"
      "         WHERE e.id <> ALL ($2::oid[])) AS others",
      {with_partitions(filled), with_partitions(all)})[0][0];
}

std::string how_to_make_room(const std::vector<TargetTable>& filled,
                             const std::vector<TargetTable>& all) {
  const postgres::Text others = others_emptied(filled, all);
  return "Name a schema that does not exist yet, or DELETE the rows of these tables: a restore "
         "never overwrites existing rows." +
         (others ? " TRUNCATE ... CASCADE would also empty what refers to them: " + *others + "."
                 : std::string());
}

void require_empty(const std::string& schema, const std::vector<TargetTable>& tables) {
  const postgres::ReadOnlyScope read_only;
  const postgres::RoleScope acting(access::reader());
  std::vector<TargetTable> filled;
  for (const TargetTable& table : tables) {
    postgres::Named named;
    named.relations.push_back(table.oid);
    if (postgres::query("SELECT EXISTS (SELECT FROM " + from_item(table) + ")", {}, named)[0][0] ==
        "t")
      filled.push_back(table);
  }
  if (filled.empty()) return;
  std::vector<std::string> names;
  names.reserve(filled.size());
  for (const TargetTable& table : filled) names.push_back(table.name);
  throw Error(sqlstate::object_not_in_prerequisite_state,
              "schema " + schema::quoted_name(schema) + " has rows where the backup's would go",
              "These tables have rows: " + list_of(names) + ".", how_to_make_room(filled, tables));
}

}  // namespace

std::vector<TargetTable> find_tables(const schema::Placement& place,
                                     const std::vector<SheetInfo>& sheets, MissingColumns missing) {
  const postgres::LatestSnapshotScope latest;
  const std::vector<Name> names = table_names(place, sheets);
  const auto relations = relations_named(names);
  require_all(names, relations);
  require_plain(relations);
  std::vector<TargetTable> tables;
  for (const Name& name : names) {
    const FoundRelation& relation = relations.at(name);
    TargetTable table;
    table.oid = relation.oid;
    table.owner = relation.owner;
    table.partitioned = relation.partitioned;
    table.name = relation.qualified;
    tables.push_back(std::move(table));
  }
  match_columns(tables, sheets, missing);
  return tables;
}

// Finds the tables twice: the first time to know which to lock, and again once they are locked.
std::vector<TargetTable> claim_tables(const std::string& schema,
                                      const std::vector<SheetInfo>& sheets,
                                      MissingColumns missing) {
  const std::vector<TargetTable> seen = find_tables(all_in(schema), sheets, missing);
  require_rights(seen);
  lock(seen);
  const postgres::LatestSnapshotScope latest;
  std::vector<TargetTable> tables = find_tables(all_in(schema), sheets, missing);
  if (ids_of(tables) != ids_of(seen))
    throw Error(sqlstate::serialization_failure,
                "tables of schema " + schema::quoted_name(schema) + " were replaced meanwhile", {},
                "Run the restore again.");
  require_rights(tables);
  require_empty(schema, tables);
  return tables;
}

void require_names_free(const std::vector<SheetInfo>& sheets) {
  const postgres::LatestSnapshotScope latest;
  std::vector<std::string> taken;
  for (const auto& [name, relation] : relations_named(table_names(same_schema, sheets)))
    taken.push_back(relation.qualified);
  if (taken.empty()) return;
  throw Error(sqlstate::null_value_not_allowed,
              "no target schema is named, and tables of the backup are in this database already",
              "There are " + list_of(taken) + ".",
              "Name a schema that does not exist yet, or run restore.sql with psql in an empty "
              "database. A subquery that finds no row is NULL too.");
}

std::string same_schema(const std::string& schema) { return schema; }

schema::Placement all_in(const std::string& schema) {
  return [schema](const std::string&) { return schema; };
}

bool schema_exists(const std::string& schema) {
  const postgres::LatestSnapshotScope latest;
  return !postgres::query("SELECT FROM pg_namespace WHERE nspname = $1", {schema}).empty();
}

std::string from_item(const TargetTable& table) {
  return (table.partitioned ? "" : "ONLY ") + table.name;
}

std::vector<Oid> relations_below(const TargetTable& table) {
  std::vector<Oid> relations;
  for (const Row& row : postgres::query("SELECT $1::oid UNION SELECT relid"
                                        "  FROM pg_partition_tree($1::oid::regclass) ORDER BY 1",
                                        {std::to_string(table.oid)}))
    relations.push_back(oid_of(row[0]));
  return relations;
}

std::string ids_of(const std::vector<TargetTable>& tables) {
  std::vector<std::string> ids;
  ids.reserve(tables.size());
  for (const TargetTable& table : tables) ids.push_back(std::to_string(table.oid));
  return postgres::array_literal(ids);
}

std::string with_partitions(const std::vector<TargetTable>& tables) {
  return *postgres::query("SELECT coalesce(array_agg(id), '{}') FROM ("
                          " SELECT unnest($1::oid[])::oid AS id"
                          "  UNION SELECT p.relid FROM unnest($1::oid[]) AS t (id)"
                          "   CROSS JOIN LATERAL pg_partition_tree(t.id) AS p) AS all_of_them",
                          {ids_of(tables)})[0][0];
}

}  // namespace paliad::restore
