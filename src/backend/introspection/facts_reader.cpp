#include "backend/introspection/facts_reader.hpp"

#include "backend/access/own_objects.hpp"
#include "backend/introspection/column_form.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/table_lock.hpp"
#include "backend/postgres/values.hpp"
#include "backend/settings.hpp"
#include "core/codes/codes.hpp"

#include <map>
#include <set>

namespace paliad::introspection {

namespace {

using postgres::is_true;
using postgres::oid_of;
using postgres::query;
using postgres::Row;

void require_schemas(const std::string& schemas) {
  const auto missing = query("SELECT s FROM unnest($1::name[]) AS s"
                             " WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = s)",
                             {schemas});
  if (!missing.empty())
    throw Error(sqlstate::undefined_schema,
                codes::coded("unknown_schema", {{"schema", *missing[0][0]}}), {},
                "Correct paliad_backup.schemas, or create the schema.");
}

// The tables, views and foreign tables of the schemas, and all relations that take part in
// inheritance or partitioning.
constexpr const char* relations_query =
    "SELECT c.oid, n.nspname, c.relname, format('%I.%I', n.nspname, c.relname), c.relkind,"
    "       c.relfilenode, c.relispartition, n.nspname = ANY ($1::name[]),"
    "       EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid"
    "               WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid"
    "                 AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'"
    "                 AND e.extname = 'paliad_backup')"
    "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    "   AND (n.nspname = ANY ($1::name[])"
    "        OR c.oid IN (SELECT inhrelid FROM pg_inherits"
    "                     UNION SELECT inhparent FROM pg_inherits))"
    " ORDER BY array_position($1::name[], n.nspname), n.nspname, c.relname COLLATE \"C\"";

policy::RelationFacts relation_of(const Row& row) {
  policy::RelationFacts relation;
  relation.id = oid_of(row[0]);
  relation.schema = *row[1];
  relation.name = *row[2];
  relation.qualified = *row[3];
  relation.kind = row[4]->front();
  relation.file = oid_of(row[5]);
  relation.partition = is_true(row[6]);
  relation.configured = is_true(row[7]);
  relation.own = is_true(row[8]);
  return relation;
}

std::vector<policy::RelationFacts> read_relations(const std::string& schemas) {
  std::vector<policy::RelationFacts> relations;
  for (const Row& row : query(relations_query, {schemas})) relations.push_back(relation_of(row));
  return relations;
}

// For each type that is not the server's own: the types that its values contain, through arrays,
// domains, composites and ranges, as far as they are row types of relations or named paliadin.
constexpr const char* contents_query =
    "WITH RECURSIVE used (root, type) AS ("
    "  SELECT DISTINCT a.atttypid, a.atttypid"
    "    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    "    JOIN pg_namespace n ON n.oid = c.relnamespace"
    "   WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($1::name[])"
    "     AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid >= 16384"
    "  UNION"
    "  SELECT u.root, part.type FROM used u CROSS JOIN LATERAL ("
    "    SELECT t.typelem FROM pg_type t WHERE t.oid = u.type"
    "    UNION ALL SELECT t.typbasetype FROM pg_type t WHERE t.oid = u.type"
    "    UNION ALL SELECT a.atttypid FROM pg_type t"
    "      JOIN pg_attribute a ON a.attrelid = t.typrelid"
    "     WHERE t.oid = u.type AND a.attnum > 0 AND NOT a.attisdropped"
    "    UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = u.type"
    "    UNION ALL SELECT r.rngtypid FROM pg_range r WHERE r.rngmultitypid = u.type)"
    "    AS part (type) WHERE part.type >= 16384)"
    "SELECT u.root, format_type(t.oid, NULL), t.typrelid,"
    "       t.typname ILIKE 'paliadin%', coalesce(c.relkind, 'c') <> 'c'"
    "  FROM used u JOIN pg_type t ON t.oid = u.type"
    "  LEFT JOIN pg_class c ON c.oid = t.typrelid"
    " WHERE t.typname ILIKE 'paliadin%' OR c.relkind <> 'c' ORDER BY 1, 2";

struct ContentsRow {
  Oid root = InvalidOid;  // the column's type, whose values contain this one's
  std::string type;
  Oid relation = InvalidOid;
  bool paliadin = false;      // its name begins with paliadin
  bool has_relation = false;  // it is the row type of a relation
};

ContentsRow contents_row(const Row& row) {
  return {oid_of(row[0]), *row[1], oid_of(row[2]), is_true(row[3]), is_true(row[4])};
}

std::map<Oid, policy::TypeContents> read_type_contents(const std::string& schemas) {
  std::map<Oid, policy::TypeContents> contents;
  for (const Row& row : query(contents_query, {schemas})) {
    const ContentsRow held = contents_row(row);
    policy::TypeContents& of_root = contents[held.root];
    if (held.paliadin) of_root.paliadin = held.type;
    if (held.has_relation) of_root.rows_of.push_back(held.relation);
  }
  return contents;
}

constexpr const char* columns_query =
    "SELECT a.attrelid, quote_ident(a.attname), a.attname,"
    "       format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod,"
    "       CASE WHEN array_position(k.indkey::int2[], a.attnum) < k.indnkeyatts"
    "            THEN array_position(k.indkey::int2[], a.attnum) + 1 ELSE 0 END, a.attnum,"
    "       a.attgenerated"
    "  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    "  JOIN pg_namespace n ON n.oid = c.relnamespace"
    "  LEFT JOIN pg_index k ON k.indrelid = c.oid AND k.indisprimary"
    " WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')"
    "   AND n.nspname = ANY ($1::name[])"
    " ORDER BY a.attrelid, a.attnum";

struct ColumnRow {
  Oid relation = InvalidOid;
  std::string quoted;
  std::string name;
  std::string type;  // as it is declared
  Oid type_id = InvalidOid;
  int type_modifier = -1;
  int key_position = 0;  // in the primary key, from 1; 0 where it is not in the key
  int number = 0;
  std::string generated;  // pg_attribute.attgenerated
};

ColumnRow column_row(const Row& row) {
  return {oid_of(row[0]),
          *row[1],
          *row[2],
          *row[3],
          oid_of(row[4]),
          std::stoi(*row[5]),
          std::stoi(*row[6]),
          std::stoi(*row[7]),
          *row[8]};
}

policy::ColumnFacts declared_column(const ColumnRow& row) {
  policy::ColumnFacts column;
  column.relation = row.relation;
  column.number = row.number;
  column.quoted = row.quoted;
  column.key_position = row.key_position;
  column.column.name = row.name;
  column.column.type = row.type;
  return column;
}

policy::ColumnFacts column_of(const ColumnRow& row,
                              const std::map<Oid, policy::TypeContents>& contents) {
  const ColumnForm form = column_form(row.type_id, row.type_modifier);
  policy::ColumnFacts column = declared_column(row);
  column.orderable = form.orderable;
  column.foreign_cast = form.foreign_cast;
  // A virtual column's expression may call any function when the column is read.
  column.parallel_safe = form.parallel_safe && row.generated != "v";
  column.column.json = form.json;
  column.column.cell = form.cell;
  column.column.scale = form.scale;
  if (const auto held = contents.find(row.type_id); held != contents.end())
    column.contents = held->second;
  return column;
}

std::vector<ColumnRow> read_column_rows(const std::string& schemas) {
  std::vector<ColumnRow> rows;
  for (const Row& row : query(columns_query, {schemas})) rows.push_back(column_row(row));
  return rows;
}

// Without what follows from the columns' types.
std::vector<policy::ColumnFacts> read_declared_columns(const std::string& schemas) {
  std::vector<policy::ColumnFacts> columns;
  for (const ColumnRow& row : read_column_rows(schemas)) columns.push_back(declared_column(row));
  return columns;
}

std::vector<policy::ColumnFacts> read_columns(const std::string& schemas) {
  const auto contents = read_type_contents(schemas);
  std::vector<policy::ColumnFacts> columns;
  for (const ColumnRow& row : read_column_rows(schemas))
    columns.push_back(column_of(row, contents));
  return columns;
}

constexpr const char* inheritance_query =
    "SELECT inhrelid, inhparent, inhdetachpending FROM pg_inherits ORDER BY 1, 2";

policy::InheritanceFacts link_of(const Row& row) {
  return {oid_of(row[0]), oid_of(row[1]), is_true(row[2])};
}

std::vector<policy::InheritanceFacts> read_inheritance() {
  std::vector<policy::InheritanceFacts> links;
  for (const Row& row : query(inheritance_query)) links.push_back(link_of(row));
  return links;
}

constexpr const char* types_query =
    "WITH used AS MATERIALIZED ("
    "  SELECT DISTINCT unnest(ARRAY[t.oid, t.typelem, t.typbasetype]) AS type"
    "    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.atttypid >= 16384)"
    "SELECT format_type(enumtypid, NULL), 'enum ' || oid, enumlabel FROM pg_enum"
    " UNION ALL "
    "SELECT format_type(c.reltype, NULL), 'attributes ' || c.oid,"
    "       string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)),"
    "                  ', ' ORDER BY a.attnum)"
    "  FROM pg_class c LEFT JOIN used ON used.type = c.reltype"
    "  JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE a.attnum > 0 AND NOT a.attisdropped AND c.reltype <> 0"
    "   AND c.relnamespace <> 'pg_catalog'::regnamespace"
    "   AND (c.relkind = 'c' OR used.type IS NOT NULL)"
    " GROUP BY c.oid, c.reltype ORDER BY 2";

policy::TypeFacts type_of(const Row& row) { return {*row[0], *row[1], *row[2]}; }

std::vector<policy::TypeFacts> read_types() {
  std::vector<policy::TypeFacts> types;
  for (const Row& row : query(types_query)) types.push_back(type_of(row));
  return types;
}

constexpr const char* rules_query =
    "SELECT relation, kind, excluded, sort_order, coalesce(note, '')"
    "  FROM ONLY paliad.backup_sheet_rules ORDER BY relation";

// The rule, without the columns that it leaves out: read_rules() adds them.
policy::RuleFacts rule_of(const Row& row) {
  policy::RuleFacts rule;
  rule.relation = *row[0];
  if (row[1]) rule.kind = *row[1] == "ref" ? model::SheetKind::reference : model::SheetKind::entity;
  rule.excluded = is_true(row[2]);
  if (row[3]) rule.position = std::stoi(*row[3]);
  rule.note = *row[4];
  return rule;
}

std::vector<policy::RuleFacts> read_rules() {
  std::map<std::string, std::vector<std::string>> omitted;
  const postgres::Named own = access::own_tables();
  for (const Row& row : query("SELECT relation, unnest(omit_columns)"
                              "  FROM ONLY paliad.backup_sheet_rules",
                              {}, own))
    omitted[*row[0]].push_back(row[1].value_or(""));
  std::vector<policy::RuleFacts> rules;
  for (const Row& row : query(rules_query, {}, own)) {
    policy::RuleFacts rule = rule_of(row);
    rule.omitted_columns = omitted[rule.relation];
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace

policy::DatabaseFacts read_facts() {
  policy::DatabaseFacts facts;
  facts.schemas = settings::schemas();
  const std::string schemas = postgres::array_literal(facts.schemas);
  require_schemas(schemas);
  facts.relations = read_relations(schemas);
  facts.columns = read_columns(schemas);
  facts.inheritance = read_inheritance();
  facts.types = read_types();
  facts.rules = read_rules();
  return facts;
}

policy::DatabaseFacts read_facts_again(const policy::DatabaseFacts& facts) {
  policy::DatabaseFacts again;
  again.schemas = facts.schemas;
  const std::string schemas = postgres::array_literal(again.schemas);
  again.relations = read_relations(schemas);
  again.columns = read_declared_columns(schemas);
  again.inheritance = read_inheritance();
  again.types = read_types();
  again.rules = facts.rules;
  return again;
}

std::set<policy::RelationId> relations_read(const policy::Registry& registry) {
  std::set<policy::RelationId> reads;
  for (const policy::PlannedSheet& sheet : registry.sheets)
    reads.insert(sheet.reads.begin(), sheet.reads.end());
  return reads;
}

void lock_own_tables() {
  for (const char* table : {"backups", "backup_sheet_rules"})
    postgres::lock_table(access::own_table(table), AccessShareLock, std::string("paliad.") + table);
}

void lock_relations(const policy::Registry& registry, const policy::DatabaseFacts& facts) {
  std::map<policy::RelationId, std::string> names;
  for (const policy::RelationFacts& relation : facts.relations)
    names[relation.id] = relation.qualified;
  for (const policy::RelationId id : relations_read(registry))
    postgres::lock_table(id, AccessShareLock, names[id]);
}

}  // namespace paliad::introspection
