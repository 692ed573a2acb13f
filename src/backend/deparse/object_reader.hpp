// What the readers of this room share. Each reads one kind of object from pg_catalog into the
// graph, with the statements that make it. The caller is in a ReadingScope
// (extract/sheet_extractor.hpp). All readers throw Error.
#pragma once

#include "backend/deparse/catalog_oids.hpp"
#include "backend/postgres/statement.hpp"
#include "core/schema/object_order.hpp"

#include <set>
#include <string>
#include <vector>

namespace paliad::deparse {

// The kinds of objects that the database has beside the server's own: the name of a table of
// pg_catalog, `type <typtype>`, `proc <prokind>`, `relations <relkind>`, `inheritance` or
// `typed tables`.
using Present = std::set<std::string>;

struct Scope {
  // Both as texts of arrays of oids.
  std::string schemas;  // the backup's
  std::string tables;   // those that its sheets read, with partitions
  // Most databases have no operators or text search of their own: such queries are not run then.
  Present present;
};

// The kinds that this database has. Throws Error.
Present find_present();

struct ObjectClass {
  std::uint32_t catalog = 0;
  schema::Kind kind = schema::Kind::other;
  bool after_rows = false;
  const char* owned_as = nullptr;  // ALTER <this> ... OWNER TO; null where it has no owner
};

// Adds an object from the columns with which every reader's query begins: oid, name as a statement
// has it, name as pg_catalog has it, the object it belongs to, whether it is in the backup's
// schemas, owner (quoted, may be NULL), statement (NULL: none). Refuses an object whose name begins
// with paliadin. Returns the added object, valid until the next one is added.
schema::Object& add_object(schema::ObjectGraph& graph, const ObjectClass& of,
                           const postgres::Row& row);

// Adds an object for each row of `query`, whose parameters are the scope's schemas ($1) and tables
// ($2). Doesn't run it where the kind `where` is not in the scope's `present`.
void add_objects(schema::ObjectGraph& graph, const ObjectClass& of, const std::string& query,
                 const Scope& scope, const char* where = nullptr);

// Splits a list of identifiers at its commas; quoted ones keep their quotes: a, "b, c" are two.
std::vector<std::string> split_identifiers(const std::string& identifiers);

// The first number of addresses that pg_catalog doesn't have, for what is a statement of its own
// but no row there: a sequence's owner, say.
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

// The readers; each is in the file of its name. read_table_code() reads rules, triggers, row-level
// security and policies; read_database() reads what belongs to no schema.
void read_schemas(const Scope& scope, schema::ObjectGraph& graph);
void read_types(const Scope& scope, schema::ObjectGraph& graph);
void read_operators(const Scope& scope, schema::ObjectGraph& graph);
void read_text_search(const Scope& scope, schema::ObjectGraph& graph);
void read_functions(const Scope& scope, schema::ObjectGraph& graph);
void read_views(const Scope& scope, schema::ObjectGraph& graph);
void read_table_code(const Scope& scope, schema::ObjectGraph& graph);
void read_sequences(const Scope& scope, schema::ObjectGraph& graph);
void read_relations(const Scope& scope, schema::ObjectGraph& graph);
void read_constraints(const Scope& scope, schema::ObjectGraph& graph);
void read_indexes(const Scope& scope, schema::ObjectGraph& graph);
// Adds the settings of the indexes in the graph, constraints' indexes too. Call it after
// read_dependencies().
void read_index_settings(const Scope& scope, schema::ObjectGraph& graph);
void read_database(const Scope& scope, schema::ObjectGraph& graph);

// Refuses objects with an EXTRACT whose field is no word, because the server deparses it unquoted:
// the statement would be another one. Call it after all objects are read.
void refuse_raw_fields(schema::ObjectGraph& graph);

// Adds the dependencies of pg_depend. Call it after all objects are read.
void read_dependencies(schema::ObjectGraph& graph);

// Add the comments, and the rights, of the objects in the graph. `omitted` has the columns that are
// left out, each as <relation's oid>:<name>, as an array's text.
void read_comments(schema::ObjectGraph& graph);
void read_rights(const Scope& scope, const std::string& omitted, schema::ObjectGraph& graph);

}  // namespace paliad::deparse
