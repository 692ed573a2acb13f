// What must be there when a schema.sql has run.
#pragma once

#include "core/schema/schema_script.hpp"

namespace paliad::schema {

// Of a table or a domain.
struct NamedConstraint {
  std::string schema;
  std::string owner;
  std::string name;
  bool foreign_key = false;
  bool validated = true;
};

// Names without quotes.
struct ScriptContents {
  std::vector<NamedConstraint> constraints;
  std::vector<RelationName> indexes;  // that are no constraint's
};

// The constraint that the statement adds, if it is a check or a foreign key that is asked of the
// rows. Throws Error(data_corrupted).
std::optional<NamedConstraint> constraint_on_rows(const std::string& statement);

// Throws Error(data_corrupted).
ScriptContents contents_of(const SchemaScript& script);

}  // namespace paliad::schema
