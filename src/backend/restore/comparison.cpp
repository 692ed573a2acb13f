#include "backend/restore/comparison.hpp"

#include "backend/access/roles.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"
#include "backend/restore/loading.hpp"
#include "core/codes/codes.hpp"
#include "core/schema/script_contents.hpp"

namespace paliad::restore {

namespace {

using codes::coded;
using postgres::Row;
using verify::Finding;

// Returns those of the constraints (schema $1, table or domain $2, name $3, validated $4) that are
// missing or not validated as they should be.
constexpr const char* missing_constraints_query =
    "SELECT quote_ident(e.name) || ' (' || quote_ident(e.owner) || ')'"
    "  FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[])"
    "       WITH ORDINALITY AS e (space, owner, name, validated, place)"
    " WHERE NOT EXISTS ("
    "   SELECT FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace"
    "     LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid"
    "    WHERE n.nspname = e.space::name AND k.conname = e.name::name"
    "      AND coalesce(c.relname, t.typname) = e.owner::name AND k.convalidated = e.validated)"
    " ORDER BY e.place";

// Returns those of the indexes (schema $1, name $2) that are missing or invalid. A partitioned
// table's index may be invalid, because it may lack a partition's index, as in the backup.
constexpr const char* missing_indexes_query =
    "SELECT quote_ident(e.name)"
    "  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS e (space, name, place)"
    " WHERE NOT EXISTS ("
    "   SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    "     JOIN pg_namespace n ON n.oid = c.relnamespace"
    "    WHERE n.nspname = e.space::name AND c.relname = e.name::name"
    "      AND (i.indisvalid OR c.relkind = 'I'))"
    " ORDER BY e.place";

// The names, each after a space, as in other findings.
std::string listed(const std::vector<Row>& rows) {
  std::string list;
  for (const Row& row : rows) list += " " + *row[0];
  return list;
}

Finding finding(const char* item, const std::vector<Row>& missing, CodedText well) {
  if (missing.empty()) return {item, true, std::move(well)};
  return {item, false, coded("not_back", {{"names", listed(missing)}})};
}

Finding compare_constraints(const schema::SchemaScript& script, bool foreign) {
  const postgres::PinnedSettingsScope settings;
  const postgres::LatestSnapshotScope latest;
  std::vector<std::string> schemas;
  std::vector<std::string> owners;
  std::vector<std::string> names;
  std::vector<std::string> validated;
  const schema::ScriptContents contents = schema::contents_of(script);
  for (const schema::NamedConstraint& one : contents.constraints) {
    if (one.foreign_key != foreign) continue;
    schemas.push_back(one.schema);
    owners.push_back(one.owner);
    names.push_back(one.name);
    validated.emplace_back(one.validated ? "t" : "f");
  }
  const std::vector<Row> missing =
      postgres::query(missing_constraints_query,
                      {postgres::array_literal(schemas), postgres::array_literal(owners),
                       postgres::array_literal(names), postgres::array_literal(validated)});
  return finding(
      foreign ? "foreign keys" : "keys", missing,
      coded(foreign ? "foreign_keys_hold" : "constraints_hold", {{"count", names.size()}}));
}

}  // namespace

Finding compare_keys_and_checks(const schema::SchemaScript& script) {
  return compare_constraints(script, false);
}

Finding compare_foreign_keys(const schema::SchemaScript& script) {
  return compare_constraints(script, true);
}

Finding compare_indexes(const schema::SchemaScript& script) {
  const postgres::PinnedSettingsScope settings;
  const postgres::LatestSnapshotScope latest;
  const schema::ScriptContents expected = schema::contents_of(script);
  std::vector<std::string> schemas;
  std::vector<std::string> names;
  for (const schema::RelationName& one : expected.indexes) {
    schemas.push_back(one.schema);
    names.push_back(one.name);
  }
  return finding("indexes",
                 postgres::query(missing_indexes_query, {postgres::array_literal(schemas),
                                                         postgres::array_literal(names)}),
                 coded("indexes_back", {{"count", expected.indexes.size()}}));
}

Finding compare_positions(const schema::SchemaScript& script) {
  const postgres::RoleScope acting(access::restorer());
  const std::vector<std::string> others = other_positions(script.positions);
  if (others.empty())
    return {"sequences", true, coded("positions_set", {{"count", script.positions.size()}})};
  std::string list;
  for (const std::string& name : others) list += " " + name;
  return {"sequences", false, coded("other_positions", {{"names", list}})};
}

}  // namespace paliad::restore
