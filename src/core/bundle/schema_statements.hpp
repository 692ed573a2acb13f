// What makes a database anew, as statements: what the bundle's scripts are written from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paliad::bundle {

// The roles of a statement, as quoted identifiers. It is passed over where one of them is missing.
struct NeededRoles {
  std::vector<std::string> named;
  // Who restores has their rights and may become them: owners. Otherwise it is passed over, too.
  std::vector<std::string> acting;
  // It runs as this one, which is acting: a right that another than the owner has given.
  std::string run_as = {};
};

struct ScriptStatement {
  std::string text;
  NeededRoles roles;
  // It adds a check or a foreign key, which the rows may break, as they did in the source.
  bool asks_rows = false;
  // What it makes or changes, where that lies outside of the backup's schemas: it may be there
  // already.
  std::string outside = {};
};

struct ScriptPart {
  std::string heading;
  std::vector<ScriptStatement> statements;
};

struct Script {
  std::vector<ScriptPart> before;  // the rows
  std::vector<ScriptPart> after;
  // By relation, the columns that the server computes itself, quoted: their values are in the CSV,
  // but can't be loaded. None for a table whose columns may come in another order.
  std::map<std::string, std::vector<std::string>> computed;
};

// What must be there, and what needs it.
struct NeededExtension {
  std::string name;  // as it is, without quotes
  std::vector<std::string> needed_by;
};

// What the database says of itself, as statements.
struct DatabaseSchema {
  Script tables;  // with what they need, and no code
  Script all;
  std::vector<NeededExtension> extensions;
  std::vector<std::string> extension_tables;  // whose rows CREATE EXTENSION brings
  std::vector<std::uint32_t> large_objects;   // their oids, as they grow; not in statements.json
};

}  // namespace paliad::bundle
