// Splits a bundle's schema.sql into its statements and moves it into another schema. Plain.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::schema {

// The position of a sequence, given by its own name or by the column that owns it.
struct SequencePosition {
  std::string relation;  // the sequence or the table, as a statement names it
  std::optional<std::string> column;
  std::string position;  // the number, as the script has it
  bool called = true;    // setval()'s is_called; false: nextval() returns the position itself
};

struct ScriptExtension {
  std::string name;
  std::string schema;  // empty where the script names none
};

struct SchemaScript {
  std::vector<std::string> schemas;  // the new schemas, to be made first; without quotes
  std::vector<std::string> before;   // statements before the rows: collations, types, tables, ...
  std::vector<std::string> after;    // statements after the rows: keys, indexes, comments, ...
  std::vector<ScriptExtension> extensions;  // that the statements need
  std::vector<SequencePosition> positions;
};

// Gives the new schema for a schema of the backup; both without quotes.
using Placement = std::function<std::string(const std::string& schema)>;

// `script` is what core/bundle/restore_script wrote. Every name of an object that the script makes
// gets the schema that `place` gives; other names stay, those of an extension's objects too. Throws
// Error(data_corrupted) for a statement that no bundle has, and Error(feature_not_supported) where
// two objects of one name would come into the same schema; what `place` throws.
SchemaScript move_schema(std::string_view script, const Placement& place);

// Without quotes.
struct RelationName {
  std::string schema;
  std::string name;
};

// The parts of a relation's name in a manifest, such as paliad."odd name". Throws
// Error(data_corrupted) where it is no qualified name.
RelationName relation_name(const std::string& relation);

// The name for a statement, always in double quotes.
std::string quoted_name(const std::string& name);

}  // namespace paliad::schema
