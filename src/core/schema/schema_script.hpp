// A bundle's schema.sql, taken apart and moved into another schema. Plain.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::schema {

// Where a sequence was: one of its own, or that of a table's column.
struct SequencePosition {
  std::string relation;  // the sequence or the table, as a statement names it
  std::optional<std::string> column;
  std::string position;
  bool called = true;  // false: nextval() gives the position itself
};

struct ScriptExtension {
  std::string name;
  std::string schema;  // empty: whichever it is
};

struct SchemaScript {
  std::vector<std::string> schemas;         // to be made, without quotes
  std::vector<std::string> before;          // what makes collations, types, sequences, tables
  std::vector<std::string> after;           // keys, indexes, comments
  std::vector<ScriptExtension> extensions;  // that something needs
  std::vector<SequencePosition> positions;
};

// Where the things of a schema of the backup go: the name of a schema.
using Placement = std::function<std::string(const std::string& schema)>;

// `script` is what core/bundle/restore_script wrote. Whatever it makes, and every mention of that,
// is moved; names of other things stay, an extension's among them. Throws Error(data_corrupted) for
// a statement that a bundle doesn't have, feature_not_supported where two things of different
// schemas have one name.
SchemaScript move_schema(std::string_view script, const Placement& place);

struct RelationName {
  std::string schema;
  std::string name;
};

// A relation as a manifest has it, without quotes: paliad."odd name". Throws Error(data_corrupted)
// for what is no qualified name.
RelationName relation_name(const std::string& relation);

// As a statement has it, in quotes whatever it is.
std::string quoted_name(const std::string& name);

}  // namespace paliad::schema
