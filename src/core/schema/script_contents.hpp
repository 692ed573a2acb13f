// The constraints and indexes that must exist after a schema.sql has run.
#pragma once

#include "core/schema/schema_script.hpp"

namespace paliad::schema {

// A constraint of a table or a domain.
struct NamedConstraint {
  std::string schema;
  std::string owner;
  std::string name;
  bool foreign_key = false;
  bool validated = true;
};

// All names are without quotes.
struct ScriptContents {
  std::vector<NamedConstraint> constraints;
  std::vector<RelationName> indexes;  // made by CREATE INDEX, not by a constraint
};

// The constraint that the statement adds, if it is a check or a foreign key that the server checks
// against the rows (not NOT VALID). Throws what read_statements() does.
std::optional<NamedConstraint> constraint_on_rows(const std::string& statement);

// Of the statements before and after the rows. Throws what read_statements() does.
ScriptContents contents_of(const SchemaScript& script);

}  // namespace paliad::schema
