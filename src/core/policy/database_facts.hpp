// What pg_catalog says about the database's tables, as plain values: the input of the registry.
#pragma once

#include "core/model/bundle_info.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paliad::policy {

using RelationId = std::uint32_t;

struct RelationFacts {
  RelationId id = 0;
  std::string schema;
  std::string name;
  std::string qualified;   // with its schema, quoted where needed
  char kind = 'r';         // pg_class.relkind: r table, p partitioned, v view, m matview, f foreign
  std::uint32_t file = 0;  // pg_class.relfilenode: a rewrite changes it
  bool partition = false;
  bool own = false;         // belongs to this extension
  bool configured = false;  // is in one of the configured schemas
};

// What the values of a column's type may contain; empty for the server's types.
struct TypeContents {
  std::string paliadin;             // it, or a type that it consists of, if named paliadin...
  std::vector<RelationId> rows_of;  // the relations whose row types it is or consists of
};

struct ColumnFacts {
  RelationId relation = 0;
  int number = 0;             // pg_attribute.attnum: a dropped column's is never used again
  std::string quoted;         // the name, quoted where needed
  int key_position = 0;       // in the primary key, from 1; 0 if it is no part of it
  bool orderable = false;     // ORDER BY accepts it
  bool foreign_cast = false;  // see backend/introspection/column_form.hpp
  bool parallel_safe = true;  // a parallel worker may read it
  TypeContents contents;
  model::Column column;
};

struct InheritanceFacts {
  RelationId child = 0;
  RelationId parent = 0;
  bool detaching = false;  // DETACH CONCURRENTLY has begun; older snapshots still see the child
};

// What decides how the values of a user's type are written: an enum's label, a composite's
// attributes.
struct TypeFacts {
  std::string type;
  std::string part;  // an id of pg_enum's row or of the composite's relation
  std::string definition;
};

// A row of paliad.backup_sheet_rules.
struct RuleFacts {
  std::string relation;  // qualified, as RelationFacts has it
  std::optional<model::SheetKind> kind;
  bool excluded = false;
  std::optional<int> position;
  std::vector<std::string> omitted_columns;
  std::string note;
};

struct DatabaseFacts {
  std::vector<std::string> schemas;      // those of paliad_backup.schemas, in their order
  std::vector<RelationFacts> relations;  // in the order of the configured schemas, then by name
  std::vector<ColumnFacts> columns;      // by relation and position
  std::vector<InheritanceFacts> inheritance;
  std::vector<TypeFacts> types;
  std::vector<RuleFacts> rules;
};

}  // namespace paliad::policy
