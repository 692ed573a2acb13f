#include "backend/restore/new_schema.hpp"

#include "backend/access/roles.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"
#include "backend/postgres/values.hpp"
#include "backend/restore/loading.hpp"
#include "core/schema/script_contents.hpp"

namespace paliad::restore {

namespace {

using postgres::RoleScope;
using postgres::Row;

// The role for the few statements that the restorer may not run. Their text is the extension's own;
// only names in them come from outside.
constexpr Oid superuser_role = BOOTSTRAP_SUPERUSERID;

// Runs one statement in a scope of its own, so that a setting which its code changes has no effect
// on the next.
void execute_as(Oid role, const std::string& statement) {
  const RoleScope acting(role);
  postgres::run_command(statement);
}

// The extension's schema; nothing where the database doesn't have the extension.
std::optional<std::string> schema_of(const std::string& extension) {
  const auto rows = postgres::query("SELECT n.nspname FROM pg_extension e JOIN pg_namespace n"
                                    "    ON n.oid = e.extnamespace WHERE e.extname = $1",
                                    {extension});
  return rows.empty() ? std::nullopt : rows[0][0];
}

void require_extensions(const std::vector<schema::ScriptExtension>& extensions) {
  for (const schema::ScriptExtension& extension : extensions) {
    const std::string name = schema::quoted_name(extension.name);
    const auto lies_in = schema_of(extension.name);
    if (!lies_in)
      throw Error(
          sqlstate::undefined_object,
          "the backup needs the extension " + name + ", which this database does not have", {},
          "CREATE EXTENSION " + name +
              (extension.schema.empty() ? std::string()
                                        : " WITH SCHEMA " + schema::quoted_name(extension.schema)) +
              ", then restore again.");
    if (!extension.schema.empty() && *lies_in != extension.schema)
      throw Error(sqlstate::object_not_in_prerequisite_state,
                  "the backup names what is of the extension " + name + " as it lies in schema " +
                      schema::quoted_name(extension.schema) + "; here it lies in " +
                      schema::quoted_name(*lies_in),
                  {},
                  "ALTER EXTENSION " + name + " SET SCHEMA " +
                      schema::quoted_name(extension.schema) + ", then restore again.");
  }
}

std::vector<std::string> names_of(const std::vector<schema::ScriptExtension>& extensions) {
  std::vector<std::string> names;
  names.reserve(extensions.size());
  for (const schema::ScriptExtension& extension : extensions) names.push_back(extension.name);
  return names;
}

// Lets the restorer use the types of these extensions, until end().
class ExtensionsUsage {
public:
  explicit ExtensionsUsage(const std::vector<schema::ScriptExtension>& extensions)
      : schemas_(postgres::query(
            "SELECT DISTINCT format('%I', n.nspname) FROM pg_extension e"
            "  JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = ANY ($1::text[])"
            "   AND NOT has_schema_privilege('paliad_backup_restorer', n.oid, 'USAGE')",
            {postgres::array_literal(names_of(extensions))})) {
    for (const Row& row : schemas_)
      execute_as(superuser_role, "GRANT USAGE ON SCHEMA " + *row[0] + " TO paliad_backup_restorer");
  }
  // Not a destructor: after an error the transaction's rollback revokes the rights.
  void end() const {
    for (const Row& row : schemas_)
      execute_as(superuser_role,
                 "REVOKE USAGE ON SCHEMA " + *row[0] + " FROM paliad_backup_restorer");
  }

private:
  std::vector<Row> schemas_;
};

// Descriptions of what is in the schema and can't come from schema.sql, and of rights granted
// there.
std::vector<Row> strange_things_in(const std::string& schema) {
  return postgres::query(
      "WITH space AS (SELECT oid, nspacl FROM pg_namespace WHERE nspname = $1),"
      "     made AS (SELECT c.* FROM pg_class c JOIN space ON space.oid = c.relnamespace)"
      " SELECT 'rights in the schema' FROM space WHERE nspacl IS NOT NULL"
      " UNION ALL SELECT oid::regclass::text FROM made"
      "  WHERE relkind NOT IN ('r', 'p', 'i', 'I', 'S', 'c') OR relacl IS NOT NULL OR relhasrules"
      "     OR relrowsecurity OR relowner <> 'paliad_backup_restorer'::regrole"
      " UNION ALL SELECT 'rights in ' || a.attrelid::regclass FROM pg_attribute a"
      "  JOIN made ON made.oid = a.attrelid WHERE a.attacl IS NOT NULL"
      " UNION ALL SELECT 'trigger ' || t.tgname FROM pg_trigger t JOIN made ON made.oid = t.tgrelid"
      "  WHERE NOT t.tgisinternal"
      " UNION ALL SELECT 'policy ' || p.polname FROM pg_policy p JOIN made ON made.oid = p.polrelid"
      " UNION ALL SELECT t.oid::regtype::text FROM pg_type t JOIN space ON space.oid = "
      "t.typnamespace"
      "  WHERE t.typacl IS NOT NULL OR t.typtype = 'b' AND t.typcategory <> 'A'"
      " UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p"
      "  JOIN space ON space.oid = p.pronamespace"
      // A range type brings its constructors.
      "  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass"
      "                       AND d.objid = p.oid AND d.deptype = 'i')",
      {schema});
}

void require_nothing_strange(const std::string& schema) {
  if (const auto strange = strange_things_in(schema); !strange.empty())
    throw Error(sqlstate::data_corrupted,
                "in schema " + schema::quoted_name(schema) +
                    " is more than the backup has: " + strange[0][0].value(),
                "Code that belongs to a check or an index of the backup must have made it.",
                "Find out who wrote it before you restore this backup.");
}

// Call it after the schemas were handed over. pg_shdepend has whatever a role owns, and every right
// that it has, in a database. Multiranges are left out: they keep their owner when the range's
// owner changes.
void require_nothing_left() {
  const auto left = postgres::query(
      "SELECT pg_describe_object(classid, objid, objsubid) FROM pg_shdepend"
      " WHERE refclassid = 'pg_authid'::regclass AND refobjid = 'paliad_backup_restorer'::regrole"
      "   AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
      "   AND NOT EXISTS (SELECT FROM pg_range WHERE classid = 'pg_type'::regclass"
      "                      AND rngmultitypid = objid)"
      " ORDER BY 1");
  if (left.empty()) return;
  throw Error(sqlstate::data_corrupted,
              "paliad_backup_restorer has more than the backup's schemas: " +
                  left[0][0].value_or("an object that no longer exists"),
              "Code that belongs to a check or an index of the backup must have made it, or "
              "someone gave the role rights in this database.",
              "Find out who made it before you restore this backup, and DROP OWNED BY "
              "paliad_backup_restorer.");
}

// The statements that make `role` the owner of all in the schema. An object that belongs to a
// column or another type gets its owner with that.
std::vector<Row> owner_changes(const std::string& schema, Oid role) {
  return postgres::query(
      "WITH space AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = $1)"
      " SELECT format('ALTER %s %s OWNER TO %I', d.kind, d.name, r.rolname)"
      "   FROM pg_roles r CROSS JOIN ("
      "     SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,"
      "            c.oid::regclass::text"
      "       FROM pg_class c JOIN space ON space.oid = c.relnamespace"
      "      WHERE c.relkind IN ('r', 'p') OR c.relkind = 'S' AND NOT EXISTS ("
      "        SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid"
      "           AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))"
      "     UNION ALL"
      "     SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype::text"
      "       FROM pg_type t JOIN space ON space.oid = t.typnamespace"
      "       LEFT JOIN pg_class c ON c.oid = t.typrelid"
      "      WHERE t.typtype IN ('e', 'd', 'r', 'p') OR t.typtype = 'c' AND c.relkind = 'c'"
      "     UNION ALL SELECT 'COLLATION', format('%I.%I', nspname, l.collname)"
      "       FROM pg_collation l JOIN space ON space.oid = l.collnamespace"
      "     UNION ALL SELECT 'STATISTICS', format('%I.%I', nspname, s.stxname)"
      "       FROM pg_statistic_ext s JOIN space ON space.oid = s.stxnamespace"
      "     UNION ALL SELECT 'SCHEMA', format('%I', nspname) FROM space) AS d (kind, name)"
      "  WHERE r.oid = $2::oid",
      {schema, std::to_string(role)});
}

}  // namespace

void require_may_create_schema() {
  if (postgres::query("SELECT has_database_privilege(current_database(), 'CREATE')")[0][0] == "t")
    return;
  throw Error(sqlstate::insufficient_privilege,
              "the caller may not create schemas in this database", {},
              "Call as a role that may (GRANT CREATE ON DATABASE), or restore into empty tables of "
              "the same shape.");
}

NewSchemas::NewSchemas(schema::SchemaScript script, BrokenRows broken)
    : script_(std::move(script)), broken_(broken) {
  require_extensions(script_.extensions);
  (void)access::restorer();
  for (const std::string& name : script_.schemas)
    execute_as(superuser_role, "CREATE SCHEMA " + schema::quoted_name(name) +
                                   " AUTHORIZATION paliad_backup_restorer");
}

void NewSchemas::make_tables() const {
  const ExtensionsUsage usage(script_.extensions);
  std::vector<std::string> statements;
  for (const std::string& statement : script_.before)
    if (!keeps_rows_of(statement)) statements.push_back(statement);
  run(statements);
  usage.end();
}

void NewSchemas::make_keys() const {
  const ExtensionsUsage usage(script_.extensions);
  std::vector<std::string> statements;
  for (const std::string& statement : script_.before)
    if (keeps_rows_of(statement)) statements.push_back(statement);
  statements.insert(statements.end(), script_.after.begin(), script_.after.end());
  run(statements);
  usage.end();
}

void NewSchemas::set_sequences() const {
  const RoleScope acting(access::restorer());
  set_positions(script_.positions);
}

bool NewSchemas::keeps_rows_of(const std::string& statement) const {
  return broken_ == BrokenRows::keep && schema::constraint_on_rows(statement).has_value();
}

void NewSchemas::run(const std::vector<std::string>& statements) const {
  const Oid restorer = access::restorer();
  postgres::SettingsScope settings;
  // Hides the server's notices about statements, such as that columns are merged.
  settings.set("client_min_messages", "warning");
  const auto run_one = [restorer](const std::string& text) { execute_as(restorer, text); };
  for (const std::string& statement : statements) {
    postgres::check_interrupts();
    if (keeps_rows_of(statement))
      add_keeping_rows(statement, run_one);
    else
      run_one(statement);
  }
}

void NewSchemas::hand_over(Oid role) const {
  const postgres::PinnedSettingsScope settings;
  const RoleScope acting(superuser_role);
  const postgres::LatestSnapshotScope latest;
  for (const std::string& name : script_.schemas) {
    require_nothing_strange(name);
    for (const Row& row : owner_changes(name, role)) postgres::run_command(*row[0]);
  }
  const postgres::LatestSnapshotScope after;
  require_nothing_left();
}

}  // namespace paliad::restore
