#include "backend/deparse/database_schema.hpp"

#include "backend/deparse/object_reader.hpp"
#include "backend/deparse/sequence_positions.hpp"
#include "backend/deparse/table_statements.hpp"
#include "backend/postgres/values.hpp"
#include "backend/settings.hpp"
#include "core/codes/codes.hpp"
#include "core/schema/needed_objects.hpp"
#include "core/schema/script_parts.hpp"

#include <algorithm>
#include <set>

namespace paliad::deparse {

namespace {

using postgres::Row;
using schema::Kind;

std::string relations_of(const policy::Registry& registry) {
  std::vector<std::string> ids;
  for (const policy::PlannedSheet& sheet : registry.sheets)
    for (const policy::RelationId id : sheet.reads) ids.push_back(std::to_string(id));
  return postgres::array_literal(ids);
}

// The columns that are left out, each as <relation's oid>:<name>, as an array's text.
std::string omitted_columns_of(const policy::Registry& registry) {
  std::vector<std::string> columns;
  for (const policy::PlannedSheet& sheet : registry.sheets)
    for (const policy::RelationId id : sheet.reads)
      for (const std::string& column : sheet.info.omitted_columns)
        columns.push_back(std::to_string(id) + ":" + column);
  return postgres::array_literal(columns);
}

// Without extensions' tables: CREATE EXTENSION makes those, with their keys and triggers.
constexpr const char* own_tables_query =
    "SELECT coalesce(array_agg(r.id), '{}') FROM unnest($1::oid[]) AS r (id)"
    " WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass"
    "                      AND e.objid = r.id AND e.deptype = 'e')";

Scope scope_of(const std::string& relations) {
  return {*postgres::query("SELECT coalesce(array_agg(oid), '{}') FROM pg_namespace"
                           " WHERE nspname = ANY ($1::name[])",
                           {postgres::array_literal(settings::schemas())})[0][0],
          *postgres::query(own_tables_query, {relations})[0][0], find_present()};
}

constexpr const char* left_out_query =
    "SELECT a.attrelid, a.attnum FROM pg_attribute a JOIN unnest($1::text[]) AS o (name)"
    "    ON a.attrelid || ':' || a.attname = o.name";

void note_left_out(const std::string& omitted, schema::ObjectGraph& graph) {
  if (omitted == "{}") return;
  for (const Row& row : postgres::query(left_out_query, {omitted}))
    graph.changed_columns.emplace(
        std::make_pair(schema::Address{catalogs::pg_class, postgres::oid_of(row[0])},
                       std::stoi(*row[1])),
        schema::ChangedColumn{codes::coded("needs_left_out_column"), true});
}

schema::ObjectGraph read_objects(const Scope& scope, const std::string& omitted) {
  schema::ObjectGraph graph;
  for (const auto read :
       {read_schemas, read_types, read_functions, read_operators, read_text_search, read_sequences,
        read_relations, read_constraints, read_indexes, read_views, read_table_code, read_database})
    read(scope, graph);
  refuse_raw_fields(graph);
  note_left_out(omitted, graph);
  read_dependencies(graph);
  read_index_settings(scope, graph);
  read_comments(graph);
  read_rights(scope, omitted, graph);
  return graph;
}

bool is_wanted_for_all(Kind) { return true; }

// schema.sql makes tables and what they need, but no views, functions, triggers or policies.
bool is_wanted_for_tables(Kind kind) {
  switch (kind) {
  case Kind::schema:
  case Kind::extension:
  case Kind::collation:
  case Kind::type:
  case Kind::domain_default:
  case Kind::domain_check:
  case Kind::sequence:
  case Kind::table:
  case Kind::inheritance:
  case Kind::column_default:
  case Kind::sequence_owner:
  case Kind::key:
  case Kind::index:
  case Kind::attached_index:
  case Kind::check:
  case Kind::foreign_key:
  case Kind::statistics:
  case Kind::table_setting:
    return true;
  default:
    return false;
  }
}

constexpr const char* partitions_below_query =
    "SELECT p.relid::oid FROM unnest($1::oid[]) AS t (id)"
    " CROSS JOIN LATERAL pg_partition_tree(t.id::regclass) AS p WHERE p.relid <> t.id";

// Leaves out the partitions of flattened tables, because their rows are in the flattened table.
void refuse_partitions(schema::ObjectGraph& graph, const schema::Losses& losses) {
  const std::vector<schema::Address> flattened = schema::flattened_tables(graph, losses);
  if (flattened.empty()) return;
  const schema::ObjectPlaces places(graph);
  std::vector<std::string> ids;
  for (const schema::Address& table : flattened) {
    ids.push_back(std::to_string(table.object));
    const schema::Object& object = graph.objects[places.of(table).value()];
    graph.notes.push_back({schema::described(object), codes::coded("partitioning")});
  }
  for (const Row& row : postgres::query(partitions_below_query, {postgres::array_literal(ids)})) {
    const auto place = places.of({catalogs::pg_class, postgres::oid_of(row[0])});
    if (!place) continue;
    graph.objects[*place].refusal = codes::coded("rows_in_partitioned_table");
    graph.objects[*place].adapts = false;
  }
}

struct Planned {
  schema::ObjectGraph graph;
  schema::Losses losses;
  schema::ObjectOrder order;
  ComputedColumns computed;
};

void plan(Planned& planned, const Scope& scope, const std::string& omitted, QueryCache& answers,
          bool (*wanted)(Kind)) {
  schema::ObjectGraph& graph = planned.graph;
  change_columns(scope, answers, graph, schema::find_losses(graph, wanted));
  refuse_partitions(graph, schema::find_losses(graph, wanted));
  planned.losses = schema::find_losses(graph, wanted);
  planned.computed = make_table_statements(scope, omitted, answers, graph, planned.losses);
  if (wanted == is_wanted_for_tables) schema::lose_unneeded(graph, planned.losses);
  planned.order = schema::put_in_order(graph, planned.losses);
}

schema::Script script_of(const Planned& planned, const SequencePositions& positions,
                         bool with_roles) {
  schema::Script script = schema::script_parts(planned.graph, planned.order, with_roles);
  script.computed = planned.computed;
  schema::ScriptPart part{"Positions of sequences", {}};
  const schema::ObjectPlaces places(planned.graph);
  for (const SequencePosition& position : positions)
    if (schema::is_made(places, planned.losses, {catalogs::pg_class, position.sequence}))
      part.statements.push_back({position.statement, {}, false});
  if (!part.statements.empty()) script.after.insert(script.after.begin(), std::move(part));
  return script;
}

// What schema.sql leaves out of its tables, or changes, though restore.sql doesn't. Both graphs
// have the same objects.
std::vector<std::string> left_out_of_tables(const Planned& tables, const Planned& all) {
  const auto line_of = [](const model::NotCarried& one) {
    return one.object.text + ": " + one.reason.text;
  };
  std::set<std::string> known;
  for (const model::NotCarried& note : all.graph.notes) known.insert(line_of(note));
  schema::Losses losses = tables.losses;
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (losses[i] && (all.losses[i] || losses[i]->code == "unwanted" ||
                      !is_wanted_for_tables(tables.graph.objects[i].kind)))
      losses[i].reset();
  std::set<std::string> lines;
  for (const model::NotCarried& one : schema::not_carried(tables.graph, losses))
    if (known.count(line_of(one)) == 0) lines.insert(line_of(one));
  return {lines.begin(), lines.end()};
}

std::vector<std::uint32_t> carried_large_objects(const Planned& planned) {
  std::vector<std::uint32_t> oids;
  const auto& objects = planned.graph.objects;
  for (std::size_t i = 0; i < objects.size(); ++i)
    if (objects[i].kind == Kind::large_object && !planned.losses[i])
      oids.push_back(objects[i].address.object);
  return oids;
}

}  // namespace

schema::DatabaseSchema read_schema(const policy::Registry& registry,
                                   std::vector<model::NotCarried>& not_carried) {
  const std::string relations = relations_of(registry);
  const Scope scope = scope_of(relations);
  const std::string omitted = omitted_columns_of(registry);
  Planned all;
  all.graph = read_objects(scope, omitted);
  Planned tables;
  tables.graph = all.graph;
  QueryCache answers;
  plan(all, scope, omitted, answers, is_wanted_for_all);
  plan(tables, scope, omitted, answers, is_wanted_for_tables);
  const SequencePositions positions = read_positions(scope, omitted);
  schema::DatabaseSchema schema;
  schema.tables = script_of(tables, positions, false);
  schema.all = script_of(all, positions, true);
  schema.extensions = schema::needed_extensions(all.graph, all.losses);
  schema.extension_tables = extension_tables(relations, all.graph.notes);
  schema.large_objects = carried_large_objects(all);
  not_carried = schema::not_carried(all.graph, all.losses);
  std::sort(not_carried.begin(), not_carried.end(), [](const auto& one, const auto& other) {
    return std::tie(one.object.text, one.reason.text) <
           std::tie(other.object.text, other.reason.text);
  });
  schema.left_out_of_tables = left_out_of_tables(tables, all);
  return schema;
}

}  // namespace paliad::deparse
