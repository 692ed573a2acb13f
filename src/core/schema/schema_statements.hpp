// What makes a database anew, as statements: what the bundle's scripts are written from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paliad::schema {

// The roles that a statement needs, as identifiers, quoted where needed. A statement is skipped
// where one of its roles is missing.
struct NeededRoles {
  std::vector<std::string> named;
  // Owners and the like: the statement is also skipped where the user who restores lacks their
  // rights or can't SET ROLE to them.
  std::vector<std::string> acting;
  // One of `acting`, as which the statement runs (for a grant that didn't come from the owner);
  // empty: as the user who restores.
  std::string run_as = {};
};

struct ScriptStatement {
  std::string text;
  NeededRoles roles;
  // It adds a check or a foreign key, which rows may violate, as they did in the source.
  bool asks_rows = false;
  // The name of the object that it makes or changes, where that is outside of the backup's schemas
  // and so may exist already.
  std::string outside = {};
};

struct ScriptPart {
  std::string heading;
  std::vector<ScriptStatement> statements;
};

struct Script {
  std::vector<ScriptPart> before;  // before the rows
  std::vector<ScriptPart> after;   // after the rows
  // By relation, its generated columns, quoted where needed: their values are in the CSV, but can't
  // be loaded. A table whose columns may be in another order has an entry too, perhaps an empty
  // one.
  std::map<std::string, std::vector<std::string>> computed;
};

// An extension that must be available, and the objects that need it.
struct NeededExtension {
  std::string name;  // without quotes
  std::vector<std::string> needed_by;
};

// The database's objects as statements.
struct DatabaseSchema {
  Script tables;  // and what they need; no functions or other code
  Script all;
  std::vector<NeededExtension> extensions;
  std::vector<std::string> extension_tables;  // whose rows CREATE EXTENSION makes
  std::vector<std::uint32_t> large_objects;   // their oids, ascending; not in statements.json
  // What `tables` lacks of its tables and `all` has, such as a default that calls a function, each
  // as "<object>: <reason>".
  std::vector<std::string> left_out_of_tables;
};

}  // namespace paliad::schema
