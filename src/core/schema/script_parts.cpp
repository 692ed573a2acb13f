#include "core/schema/script_parts.hpp"

#include "core/codes/codes.hpp"
#include "core/schema/psql_text.hpp"

#include <set>
#include <string_view>

namespace paliad::schema {

namespace {

struct Heading {
  Kind kind;
  const char* text;
};

constexpr Heading headings[] = {
    {Kind::schema, "Schemas"},
    {Kind::extension, "Extensions"},
    {Kind::language, "Languages"},
    {Kind::collation, "Collations"},
    {Kind::type, "Types"},
    {Kind::base_type, "Types"},
    {Kind::domain_default, "Types"},
    {Kind::domain_check, "Types"},
    {Kind::function, "Functions"},
    {Kind::aggregate, "Functions"},
    {Kind::operator_family, "Operators and casts"},
    {Kind::operator_class, "Operators and casts"},
    {Kind::operator_, "Operators and casts"},
    {Kind::cast, "Operators and casts"},
    {Kind::transform, "Operators and casts"},
    {Kind::conversion, "Operators and casts"},
    {Kind::access_method, "Operators and casts"},
    {Kind::text_search_parser, "Text search"},
    {Kind::text_search_template, "Text search"},
    {Kind::text_search_dictionary, "Text search"},
    {Kind::text_search_configuration, "Text search"},
    {Kind::sequence, "Sequences"},
    {Kind::table, "Tables"},
    {Kind::inheritance, "Tables"},
    {Kind::column_default, "Defaults"},
    {Kind::sequence_owner, "Owners of sequences"},
    {Kind::large_object, "Large objects"},
    {Kind::key, "Keys"},
    {Kind::index, "Indexes"},
    {Kind::attached_index, "Indexes"},
    {Kind::check, "Checks"},
    {Kind::foreign_key, "Foreign keys"},
    {Kind::statistics, "Statistics"},
    {Kind::table_setting, "Settings of tables"},
    {Kind::view, "Views"},
    {Kind::materialized_view, "Views"},
    {Kind::rule, "Rules"},
    {Kind::trigger, "Triggers"},
    {Kind::policy, "Row-level security"},
};

const char* heading_of(Kind kind) {
  for (const Heading& heading : headings)
    if (heading.kind == kind) return heading.text;
  return "Others";
}

void add(std::vector<ScriptPart>& parts, const std::string& heading, ScriptStatement statement) {
  if (parts.empty() || parts.back().heading != heading) parts.push_back({heading, {}});
  statement.text = for_psql(statement.text);
  parts.back().statements.push_back(std::move(statement));
}

// The name of an object that was not asked for, or of the one that it belongs to; empty for others.
std::string outside_of(const Object& object) {
  if (object.asked) return {};
  switch (object.kind) {
  case Kind::inheritance:
  case Kind::attached_index:
  case Kind::table_setting:
  case Kind::sequence_owner:
    return {};
  case Kind::domain_check:
    return object.table;
  default:
    return object.name;
  }
}

// Whether the statement adds a check or a foreign key that the server checks against the rows.
bool asks_rows(const Object& object, const std::string& statement) {
  constexpr std::string_view not_valid = " NOT VALID;";
  if (object.kind != Kind::check && object.kind != Kind::foreign_key &&
      object.kind != Kind::domain_check)
    return false;
  const bool adds = &statement == &object.statements.front();
  return adds &&
         (statement.size() < not_valid.size() ||
          statement.compare(statement.size() - not_valid.size(), not_valid.size(), not_valid) != 0);
}

void add_roles(std::vector<ScriptPart>& parts, const char* heading,
               const std::vector<RoleStatement>& statements, const std::string& outside) {
  for (const RoleStatement& statement : statements)
    add(parts, heading, {statement.statement, statement.roles, false, outside});
}

void add_step(std::vector<ScriptPart>& parts, const Step& step, bool with_roles) {
  const Object& object = *step.object;
  const char* const heading = heading_of(object.kind);
  const std::string outside = outside_of(object);
  if (step.stand_in) {
    add(parts, heading, {object.stand_in, {}, false, outside});
    return;
  }
  if (step.completion && !object.completion.empty()) {
    add(parts, heading, {object.completion, {}, false, outside});
    return;
  }
  for (const std::string& statement : object.statements)
    add(parts, heading, {statement, {}, asks_rows(object, statement), outside});
  if (with_roles) add_roles(parts, heading, object.for_roles, outside);
}

// The objects that the steps make, each once, in order.
std::vector<const Object*> made_by(const std::vector<Step>& steps) {
  std::vector<const Object*> objects;
  for (const Step& step : steps)
    if (!step.stand_in) objects.push_back(step.object);
  return objects;
}

// The owners and rights of schemas come first: an object's new owner needs CREATE on its schema.
void add_owners(std::vector<ScriptPart>& parts, const std::vector<const Object*>& objects) {
  const auto is_schema = [](const Object* object) { return object->kind == Kind::schema; };
  for (const Object* object : objects)
    if (is_schema(object)) add_roles(parts, "Owners", object->owners, outside_of(*object));
  for (const Object* object : objects)
    if (is_schema(object))
      add_roles(parts, "Rights of schemas", object->rights, outside_of(*object));
  for (const Object* object : objects)
    if (!is_schema(object)) add_roles(parts, "Owners", object->owners, outside_of(*object));
}

void add_comments(std::vector<ScriptPart>& parts, const std::vector<const Object*>& objects,
                  bool with_roles) {
  for (const Object* object : objects) {
    // Only an extension's owner may comment on it.
    if (object->kind == Kind::extension && !with_roles) continue;
    for (const std::string& comment : object->comments)
      add(parts, "Comments", {comment, {}, false, outside_of(*object)});
  }
}

void add_rights(std::vector<ScriptPart>& parts, const ObjectGraph& graph,
                const std::vector<const Object*>& objects) {
  for (const Object* object : objects)
    if (object->kind != Kind::schema)
      add_roles(parts, "Rights", object->rights, outside_of(*object));
  add_roles(parts, "Rights on what is made later", graph.default_rights, {});
  for (const Object* object : objects)
    for (const std::string& statement : object->at_the_end)
      add(parts, "Rows of materialized views", {statement, {}, false, outside_of(*object)});
}

}  // namespace

Script script_parts(const ObjectGraph& graph, const ObjectOrder& order, bool with_roles) {
  Script script;
  for (const Step& step : order.before) add_step(script.before, step, with_roles);
  const std::vector<const Object*> first = made_by(order.before);
  // Owners are set before any code of the objects runs: an index's functions run with the rights of
  // the table's owner.
  if (with_roles) add_owners(script.before, first);
  for (const Step& step : order.after) {
    add_step(script.after, step, with_roles);
    if (with_roles && !step.stand_in)
      add_roles(script.after, heading_of(step.object->kind), step.object->owners,
                outside_of(*step.object));
  }
  std::vector<const Object*> objects = made_by(order.after);
  objects.insert(objects.begin(), first.begin(), first.end());
  add_comments(script.after, objects, with_roles);
  if (with_roles) add_rights(script.after, graph, objects);
  return script;
}

bool is_made(const ObjectPlaces& places, const Losses& losses, Address address) {
  const auto place = places.of(address);
  return place && !losses[*place];
}

std::vector<NeededExtension> needed_extensions(const ObjectGraph& graph, const Losses& losses) {
  const ObjectPlaces places(graph);
  std::map<std::size_t, std::set<std::string>> users;
  for (const Dependency& dependency : graph.dependencies) {
    const auto object = places.of(dependency.object);
    const auto needed = places.of(dependency.needed);
    if (!object || !needed || *object == *needed || losses[*object] || losses[*needed]) continue;
    if (graph.objects[*needed].kind != Kind::extension) continue;
    users[*needed].insert(described(graph.objects[*object]).text);
  }
  std::vector<NeededExtension> extensions;
  extensions.reserve(users.size());
  for (const auto& [extension, names] : users)
    extensions.push_back({graph.objects[extension].plain_name, {names.begin(), names.end()}});
  return extensions;
}

}  // namespace paliad::schema
