#include "backend/restore/integrity.hpp"

#include "backend/access/roles.hpp"
#include "backend/postgres/read_only.hpp"
#include "backend/postgres/scopes.hpp"
#include "backend/postgres/statement.hpp"

namespace paliad::restore {

namespace {

using postgres::Row;

// Each with a query for a row that refers to none: as ri_triggers.c has it (RI_Initial_Check).
std::vector<Row> foreign_keys_of(const std::vector<TargetTable>& tables) {
  return postgres::query(
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
      "   AND k.conrelid = ANY ($1::oid[]) ORDER BY k.conrelid::regclass::text, k.conname",
      {with_partitions(tables)});
}

// Comparing two columns may call a cast of somebody's: it runs as its owner.
std::vector<Row> orphan_of(const Row& key) {
  postgres::Named named;
  for (const auto& table : {key[5], key[6]})
    named.relations.push_back(static_cast<Oid>(std::stoul(table.value())));
  named.foreign_types = true;
  const postgres::ReadOnlyScope read_only;
  const postgres::RoleScope acting(backup::reader());
  return postgres::query(*key[4], {}, named);
}

void require_foreign_key(const Row& key) {
  if (key[3] == "t")
    throw Error(sqlstate::feature_not_supported,
                "foreign key \"" + *key[0] + "\" of " + *key[1] + " is one of periods",
                "A restore into existing tables can't check such a key.",
                "Restore into a schema that does not exist yet.");
  const auto orphan = orphan_of(key);
  if (orphan.empty()) return;
  throw Error(sqlstate::foreign_key_violation,
              "the backup's rows break the foreign key \"" + *key[0] + "\" of " + *key[1],
              "A row refers to " + *orphan[0][0] + ", which " + *key[2] + " does not have.",
              "The key is newer than the backup, or its rows are in a table that the backup leaves "
              "out: fill that one first.");
}

// Building an index anew checks it.
void check_deferrable(const std::vector<TargetTable>& tables) {
  for (const Row& row :
       postgres::query("SELECT i.indexrelid::regclass, c.relowner FROM pg_index i"
                       "  JOIN pg_class c ON c.oid = i.indrelid"
                       " WHERE NOT i.indimmediate AND c.relkind = 'r' AND c.oid = ANY ($1::oid[])",
                       {with_partitions(tables)})) {
    const postgres::RoleScope acting(static_cast<Oid>(std::stoul(*row[1])));
    postgres::run_command("REINDEX INDEX " + *row[0]);
  }
}

}  // namespace

void require_integrity(const std::vector<TargetTable>& tables) {
  postgres::SettingsScope settings;
  settings.pin();
  {
    const postgres::LatestSnapshotScope latest;
    for (const Row& key : foreign_keys_of(tables)) require_foreign_key(key);
  }
  check_deferrable(tables);
}

}  // namespace paliad::restore
