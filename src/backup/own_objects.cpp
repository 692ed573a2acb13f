#include "backup/own_objects.hpp"

#include "base/error.hpp"

namespace paliad::backup {

namespace {

using postgres::Row;

Oid oid_of(const postgres::Text& text) { return static_cast<Oid>(std::stoul(text.value())); }

Error no_extension() {
  return {sqlstate::undefined_object,
          "this database does not have the extension paliad_backup",
          {},
          "CREATE EXTENSION paliad_backup;"};
}

Error no_member(const std::string& what) {
  return {sqlstate::undefined_object, "the extension paliad_backup of this database lacks " + what,
          "The library is newer than what CREATE EXTENSION made, or somebody has dropped it.",
          "ALTER EXTENSION paliad_backup UPDATE;"};
}

}  // namespace

Oid own_table(const std::string& name) {
  const auto rows = postgres::query(
      "SELECT c.oid FROM pg_extension e"
      "  JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid"
      "  JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid"
      " WHERE e.extname = 'paliad_backup' AND d.deptype = 'e' AND c.relkind = 'r'"
      "   AND c.relname = $1",
      {name});
  if (rows.size() != 1) throw no_member("its table " + name);
  return oid_of(rows[0][0]);
}

Oid own_function(const std::string& name) {
  const auto rows = postgres::query(
      "SELECT p.oid FROM pg_extension e"
      "  JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid"
      "  JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid"
      "  JOIN pg_namespace n ON n.oid = p.pronamespace"
      " WHERE e.extname = 'paliad_backup' AND d.deptype = 'e'"
      "   AND n.nspname = 'paliad_backup_internal' AND p.proname = $1",
      {name});
  if (rows.size() != 1) throw no_member("its function " + name);
  return oid_of(rows[0][0]);
}

postgres::Named own_tables() {
  postgres::Named named;
  for (const Row& row : postgres::query(
           "SELECT c.oid FROM pg_extension e"
           "  JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid"
           "  JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid"
           " WHERE e.extname = 'paliad_backup' AND d.deptype = 'e' AND c.relkind = 'r'"))
    named.relations.push_back(oid_of(row[0]));
  if (named.relations.empty()) throw no_extension();
  return named;
}

}  // namespace paliad::backup
