// What the database's catalogs say of its tables, as plain values: the registry's input.
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
  std::string qualified;   // quoted where needed
  char kind = 'r';         // pg_class.relkind: r table, p partitioned, v view, m matview, f foreign
  std::uint32_t file = 0;  // pg_class.relfilenode: a rewrite changes it
  bool partition = false;
  bool own = false;         // belongs to this extension
  bool configured = false;  // lies in one of the configured schemas
};

// What the values of a column's type hold beside what the type says: empty for the server's types.
struct TypeContents {
  std::string paliadin;             // a type of that name that it is, or is made of
  std::vector<RelationId> rows_of;  // relations whose rows it is, or is made of
};

struct ColumnFacts {
  RelationId relation = 0;
  int number = 0;  // pg_attribute.attnum: a dropped column's is never used again
  std::string quoted;
  int key_position = 0;  // in the primary key, from 1; 0 outside
  bool orderable = false;
  bool foreign_cast = false;  // see column_form.hpp
  bool parallel_safe = true;
  TypeContents contents;
  model::Column column;
};

struct InheritanceFacts {
  RelationId child = 0;
  RelationId parent = 0;
  bool detaching = false;  // DETACH CONCURRENTLY has begun: still read under older snapshots
};

// What decides how the values of somebody's type are written: an enum's label, a composite's
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
  std::vector<RelationFacts> relations;  // in the order of the configured schemas, then by name
  std::vector<ColumnFacts> columns;      // by relation and position
  std::vector<InheritanceFacts> inheritance;
  std::vector<TypeFacts> types;
  std::vector<RuleFacts> rules;
};

}  // namespace paliad::policy
