#include "backup/catalog_row.hpp"

#include "backup/roles.hpp"
#include "postgres/scopes.hpp"

namespace paliad::backup {

postgres::Row catalog_row(const std::string& id, const std::string& columns) {
  postgres::SettingsScope settings;
  settings.pin();
  const postgres::RoleScope acting(reader());
  auto rows =
      postgres::query("SELECT " + columns + " FROM ONLY paliad.backups WHERE id = $1::uuid", {id});
  if (rows.empty())
    throw Error(sqlstate::undefined_object, "there is no backup " + id, {},
                "paliad.backups lists the backups with their ids.");
  return rows[0];
}

void require_backup(const std::string& id) { (void)catalog_row(id, "id"); }

}  // namespace paliad::backup
