// What the readers of this room share. Each reads one kind of object out of the catalogs, with the
// statements that make it, in the surroundings of a run (extract/sheet_extractor.hpp).
#pragma once

#include "backend/deparse/catalogs.hpp"
#include "backend/postgres/statement.hpp"
#include "core/schema/object_order.hpp"

#include <set>
#include <string>
#include <vector>

namespace paliad::deparse {

// Rows of catalogs that the database has itself.
using Present = std::set<std::string>;

struct Scope {
  // Both as arrays of oids.
  std::string schemas;  // the backup's
  std::string tables;   // that its sheets read, partitions too
  // Most databases have no operators or text search of their own: their catalogs aren't asked. The
  // name of a catalog; of a type 'type' with its typtype, of a routine 'proc' with its prokind.
  Present present;
};

// What of that the database has.
Present find_present();

struct ObjectClass {
  std::uint32_t catalog = 0;
  schema::Kind kind = schema::Kind::other;
  bool after_rows = false;
  const char* owned_as = nullptr;  // ALTER <this> ... OWNER TO; null where it has no owner
};

// The columns that every reader's query begins with: oid, name as a statement has it, name as the
// catalog has it, what it belongs to, whether it is of the backup's schemas, owner (quoted, may be
// NULL), statement (NULL: none). Whatever is named paliadin is refused. Returns the object added.
schema::Object& add_object(schema::ObjectGraph& graph, const ObjectClass& of,
                           const postgres::Row& row);

// Adds an object for each row of `query`, whose parameters are the scope's schemas ($1) and tables
// ($2). Without asking where none of `where` is present.
void add_objects(schema::ObjectGraph& graph, const ObjectClass& of, const std::string& query,
                 const Scope& scope, const char* where = nullptr);

// A list of quoted identifiers, taken apart: a, "b, c".
std::vector<std::string> listed(const std::string& identifiers);

// An address that no catalog has, for what is a statement of its own but no row: a sequence's
// owner, say.
enum class Aspect : std::uint32_t {
  domain_default = 1,
  sequence_owner,
  attached_index,
  row_security,
  settings,
  partition,
  validated_check,
};

inline schema::Address aspect_of(std::uint32_t object, Aspect aspect) {
  return {static_cast<std::uint32_t>(aspect), object};
}

// Readers, by their files: types, operators, text_search, code (functions, views, rules, triggers,
// policies), tables and what hangs on them, and what the database has beside schemas.
void read_schemas(const Scope& scope, schema::ObjectGraph& graph);
void read_types(const Scope& scope, schema::ObjectGraph& graph);
void read_operators(const Scope& scope, schema::ObjectGraph& graph);
void read_text_search(const Scope& scope, schema::ObjectGraph& graph);
void read_functions(const Scope& scope, schema::ObjectGraph& graph);
void read_views(const Scope& scope, schema::ObjectGraph& graph);
void read_behaviour(const Scope& scope, schema::ObjectGraph& graph);
void read_sequences(const Scope& scope, schema::ObjectGraph& graph);
void read_relations(const Scope& scope, schema::ObjectGraph& graph);
void read_constraints(const Scope& scope, schema::ObjectGraph& graph);
void read_indexes(const Scope& scope, schema::ObjectGraph& graph);
// Of the indexes that were read, and of those of constraints: after read_dependencies().
void read_index_settings(const Scope& scope, schema::ObjectGraph& graph);
void read_database(const Scope& scope, schema::ObjectGraph& graph);

// pg_depend. After all objects are read.
void read_dependencies(schema::ObjectGraph& graph);

// Of objects that are read.
void read_comments(schema::ObjectGraph& graph);
void read_rights(const Scope& scope, const std::string& omitted, schema::ObjectGraph& graph);

}  // namespace paliad::deparse
