#include "backend/restore/integrity.hpp"

#include "backend/access/roles.hpp"
#include "backend/postgres/read_only.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"

namespace paliad::restore {

namespace {

using postgres::oid_of;
using postgres::Row;

// The foreign keys of the tables $1, each with a query for a row that refers to no row. The query
// is modelled on RI_Initial_Check() in ri_triggers.c.
constexpr const char* foreign_keys_query =
    "SELECT k.conname, k.conrelid::regclass, k.confrelid::regclass,"
    "       coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false),"
    "       format('SELECT ROW(%s)::text FROM %s%s f LEFT JOIN %s%s p ON %s"
    "                WHERE p.%I IS NULL AND (%s) LIMIT 1', c.columns,"
    "              CASE f.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END, f.oid::regclass,"
    "              CASE p.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END, p.oid::regclass,"
    "              c.matches, c.first, c.present), k.conrelid, k.confrelid"
    "  FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid"
    "  JOIN pg_class p ON p.oid = k.confrelid"
    " CROSS JOIN LATERAL ("
    "   SELECT string_agg(format('f.%I', fa.attname), ', ' ORDER BY u.n) AS columns,"
    "          string_agg(format('p.%I OPERATOR(%I.%s) f.%I', pa.attname, n.nspname, o.oprname,"
    "                            fa.attname) || CASE WHEN pa.attcollation <> fa.attcollation THEN"
    "              (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname) FROM pg_collation co"
    "                 JOIN pg_namespace cn ON cn.oid = co.collnamespace"
    "                WHERE co.oid = pa.attcollation) ELSE '' END,"
    "            ' AND ' ORDER BY u.n) AS matches,"
    "          min(pa.attname) AS first,"
    "          string_agg(format('f.%I IS NOT NULL', fa.attname),"
    "                     CASE k.confmatchtype WHEN 'f' THEN ' OR ' ELSE ' AND ' END) AS present"
    "     FROM unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY AS u (f, p, op, n)"
    "     JOIN pg_attribute fa ON fa.attrelid = k.conrelid AND fa.attnum = u.f"
    "     JOIN pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = u.p"
    "     JOIN pg_operator o ON o.oid = u.op JOIN pg_namespace n ON n.oid = o.oprnamespace) AS c"
    " WHERE k.contype = 'f' AND k.conparentid = 0 AND k.convalidated"
    "   AND k.conrelid = ANY ($1::oid[]) ORDER BY k.conrelid::regclass::text, k.conname";

struct ForeignKey {
  std::string name;
  std::string table;
  std::string referred;
  bool periods = false;
  std::string orphan_query;
  Oid table_id = InvalidOid;
  Oid referred_id = InvalidOid;
};

ForeignKey foreign_key(const Row& row) {
  return {*row[0], *row[1],        *row[2],       postgres::is_true(row[3]),
          *row[4], oid_of(row[5]), oid_of(row[6])};
}

std::vector<ForeignKey> foreign_keys_of(const std::vector<TargetTable>& tables) {
  std::vector<ForeignKey> keys;
  for (const Row& row : postgres::query(foreign_keys_query, {with_partitions(tables)}))
    keys.push_back(foreign_key(row));
  return keys;
}

// Comparing two columns may call a cast that others wrote: it runs as its owner.
std::vector<Row> orphan_of(const ForeignKey& key) {
  postgres::Named named;
  named.relations = {key.table_id, key.referred_id};
  named.foreign_types = true;
  const postgres::ReadOnlyScope read_only;
  const postgres::RoleScope acting(access::reader());
  return postgres::query(key.orphan_query, {}, named);
}

void require_foreign_key(const ForeignKey& key) {
  if (key.periods)
    throw Error(sqlstate::feature_not_supported,
                "foreign key \"" + key.name + "\" of " + key.table + " is one of periods",
                "A restore into existing tables can't check such a key.",
                "Restore into a schema that does not exist yet.");
  const auto orphan = orphan_of(key);
  if (orphan.empty()) return;
  throw Error(sqlstate::foreign_key_violation,
              "the backup's rows break the foreign key \"" + key.name + "\" of " + key.table,
              "A row refers to " + *orphan[0][0] + ", which " + key.referred + " does not have.",
              "The key is newer than the backup, or its rows are in a table that the backup leaves "
              "out: fill that one first.");
}

// Rebuilds their indexes, which checks the constraints.
void check_deferrable(const std::vector<TargetTable>& tables) {
  for (const Row& row :
       postgres::query("SELECT i.indexrelid::regclass, c.relowner FROM pg_index i"
                       "  JOIN pg_class c ON c.oid = i.indrelid"
                       " WHERE NOT i.indimmediate AND c.relkind = 'r' AND c.oid = ANY ($1::oid[])",
                       {with_partitions(tables)})) {
    const postgres::RoleScope acting(oid_of(row[1]));
    postgres::run_command("REINDEX INDEX " + *row[0]);
  }
}

}  // namespace

void require_integrity(const std::vector<TargetTable>& tables) {
  const postgres::PinnedSettingsScope settings;
  {
    const postgres::LatestSnapshotScope latest;
    for (const ForeignKey& key : foreign_keys_of(tables)) require_foreign_key(key);
  }
  check_deferrable(tables);
}

}  // namespace paliad::restore
