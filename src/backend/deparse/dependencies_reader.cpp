// pg_depend: which object needs which, and which is a part of which.
#include "backend/deparse/object_reader.hpp"
#include "backend/postgres/values.hpp"

#include <set>

namespace paliad::deparse {

namespace {

using postgres::oid_of;
using postgres::Row;
using schema::Address;

struct DependRow {
  schema::Dependency dependency;
  char type = 'n';
};

// Dependencies among the database's objects, those of extensions too. Not that of a sequence on the
// column that owns it, which is not needed to make the sequence (read_sequences()).
constexpr const char* depend_query = R"sql(
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
  FROM pg_depend d
 WHERE d.objid >= 16384 AND d.refobjid >= 16384
   AND NOT (d.deptype = 'a' AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
            AND EXISTS (SELECT FROM pg_class s WHERE s.oid = d.objid AND s.relkind = 'S')))sql";

DependRow depend_row(const Row& row) {
  DependRow out;
  out.dependency = {{oid_of(row[0]), oid_of(row[1])},
                    std::stoi(*row[2]),
                    {oid_of(row[3]), oid_of(row[4])},
                    std::stoi(*row[5])};
  out.type = row[6]->front();
  return out;
}

// Generated columns' expressions. Before PostgreSQL 15 the column, and not its expression, has the
// dependencies of the expression.
constexpr const char* old_generations_query = R"sql(
SELECT a.attrelid, a.attnum, f.oid
  FROM pg_attribute a JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
 WHERE a.attgenerated <> '' AND a.attrelid >= 16384 AND current_setting('server_version_num')::int < 150000)sql";

std::map<std::pair<Oid, int>, Oid> old_generations() {
  std::map<std::pair<Oid, int>, Oid> expressions;
  for (const Row& row : postgres::query(old_generations_query))
    expressions.emplace(std::make_pair(oid_of(row[0]), std::stoi(*row[1])), oid_of(row[2]));
  return expressions;
}

// A domain's default is an object of its own here, which depends on the domain.
void name_domain_defaults(schema::ObjectGraph& graph, std::set<Address>& with_default) {
  for (const schema::Object& object : graph.objects)
    if (object.kind == schema::Kind::domain_default)
      with_default.insert({catalogs::pg_type, object.address.object});
  for (const Address domain : with_default)
    graph.dependencies.push_back({aspect_of(domain.object, Aspect::domain_default), 0, domain, 0});
}

bool is_code(std::uint32_t catalog) {
  return catalog == catalogs::pg_proc || catalog == catalogs::pg_operator;
}

constexpr const char* names_query = R"sql(
SELECT a.catalog, a.object, pg_describe_object(a.catalog, a.object, 0)
  FROM unnest($1::oid[], $2::oid[]) AS a (catalog, object))sql";

// Adds the names of the objects that are needed and were not read.
void name_the_rest(schema::ObjectGraph& graph) {
  std::set<Address> known;
  for (const schema::Object& object : graph.objects) known.insert(object.address);
  std::set<Address> unknown;
  for (const schema::Dependency& dependency : graph.dependencies)
    if (known.count(dependency.needed) == 0 && graph.parts.count(dependency.needed) == 0)
      unknown.insert(dependency.needed);
  std::vector<std::string> catalogs;
  std::vector<std::string> objects;
  for (const Address& address : unknown) {
    catalogs.push_back(std::to_string(address.catalog));
    objects.push_back(std::to_string(address.object));
  }
  if (unknown.empty()) return;
  for (const Row& row : postgres::query(
           names_query, {postgres::array_literal(catalogs), postgres::array_literal(objects)}))
    if (row[2]) graph.other_names.emplace(Address{oid_of(row[0]), oid_of(row[1])}, *row[2]);
}

}  // namespace

void read_dependencies(schema::ObjectGraph& graph) {
  const auto generations = old_generations();
  std::set<Address> with_default;
  name_domain_defaults(graph, with_default);
  for (const Row& columns : postgres::query(depend_query)) {
    DependRow row = depend_row(columns);
    Address& object = row.dependency.object;
    const auto generation = generations.find({object.object, row.dependency.column});
    if (object.catalog == catalogs::pg_class && generation != generations.end())
      object = {catalogs::pg_attrdef, generation->second};
    if (is_code(row.dependency.needed.catalog) && with_default.count(object) > 0)
      object = aspect_of(object.object, Aspect::domain_default);
    if (row.type == 'i' || row.type == 'e') graph.parts.emplace(object, row.dependency.needed);
    graph.dependencies.push_back(row.dependency);
  }
  name_the_rest(graph);
}

}  // namespace paliad::deparse
