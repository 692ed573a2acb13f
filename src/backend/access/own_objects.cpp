#include "backend/access/own_objects.hpp"

#include "core/base/error.hpp"
#include "core/codes/codes.hpp"

namespace paliad::access {

namespace {

using postgres::oid_of;
using postgres::Row;

Error no_extension() {
  return {sqlstate::undefined_object,
          "this database does not have the extension paliad_backup",
          {},
          "CREATE EXTENSION paliad_backup;"};
}

// The version in paliad_backup.control: the library works only with objects that its scripts made.
constexpr const char* library_version = "1.1";

Error no_member(const std::string& what) {
  return {sqlstate::undefined_object, "the extension paliad_backup of this database lacks " + what,
          "Somebody has dropped it.",
          "Find out who it was; keep the rows of its tables, DROP EXTENSION paliad_backup, and "
          "create it again."};
}

// Either may be the older one: ALTER EXTENSION UPDATE was not run, or the server was not restarted.
void require_version(const std::string& version) {
  if (version == library_version) return;
  throw Error(sqlstate::object_not_in_prerequisite_state,
              codes::coded("old_extension", {{"version", version}}),
              std::string("The library that this session has loaded is version ") +
                  library_version + ", and works with that one alone.",
              "Where the library is the older one, begin a new session; where "
              "shared_preload_libraries names it, restart the server.");
}

// One of the extension's tables, and the extension's version.
struct MemberTable {
  Oid id = InvalidOid;
  std::string schema;
  std::string name;
  std::string version;
};

MemberTable member_table(const Row& row) { return {oid_of(row[0]), *row[1], *row[2], *row[3]}; }

// The extension's tables. Throws Error where the extension is of another version than the library,
// and where a table is not in the schema in which it was made: a table of its name there is
// somebody else's.
std::vector<MemberTable> tables_in_place() {
  std::vector<MemberTable> tables;
  for (const Row& row : postgres::query(
           "SELECT c.oid, n.nspname, c.relname, e.extversion FROM pg_extension e"
           "  JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid"
           "  JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid"
           "  JOIN pg_namespace n ON n.oid = c.relnamespace"
           " WHERE e.extname = 'paliad_backup' AND d.deptype = 'e' AND c.relkind = 'r'"))
    tables.push_back(member_table(row));
  if (tables.empty()) throw no_extension();
  require_version(tables[0].version);
  for (const MemberTable& table : tables)
    if (table.schema != "paliad")
      throw Error(sqlstate::object_not_in_prerequisite_state,
                  "table paliad." + table.name + " is not the one that the extension made",
                  "That one lies in schema \"" + table.schema +
                      "\" now: somebody has renamed the schema.",
                  "Find out who it was; ALTER SCHEMA ... RENAME TO paliad, and try again.");
  return tables;
}

}  // namespace

void require_extension() {
  const auto rows =
      postgres::query("SELECT extversion FROM pg_extension WHERE extname = 'paliad_backup'");
  if (rows.empty()) throw no_extension();
  require_version(*rows[0][0]);
}

Oid own_table(const std::string& name) {
  for (const MemberTable& table : tables_in_place())
    if (table.name == name) return table.id;
  throw no_member("its table " + name);
}

postgres::Named own_tables() {
  postgres::Named named;
  for (const MemberTable& table : tables_in_place()) named.relations.push_back(table.id);
  return named;
}

}  // namespace paliad::access
