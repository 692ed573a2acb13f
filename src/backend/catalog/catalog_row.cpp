#include "backend/catalog/catalog_row.hpp"

#include "backend/catalog/catalog_access.hpp"
#include "core/base/error.hpp"
#include "core/codes/codes.hpp"
#include "core/store/artifact_name.hpp"

namespace paliad::catalog {

postgres::Row catalog_row(const std::string& id, const std::string& columns) {
  auto rows =
      catalog_query("SELECT " + columns + " FROM ONLY paliad.backups WHERE id = $1::uuid", {id});
  if (rows.empty())
    throw Error(sqlstate::undefined_object, codes::coded("unknown_backup", {{"id", id}}), {},
                "paliad.backups lists the backups with their ids.");
  return rows[0];
}

void require_backup(const std::string& id) { (void)catalog_row(id, "id"); }

postgres::Text key_of_row(const postgres::Text& seconds, const std::string& id) {
  if (!seconds) return std::nullopt;
  try {
    return store::artifact_key(from_unix_seconds(std::stoll(*seconds)), id);
  } catch (const Error&) {
    return std::nullopt;
  }
}

Error changed_row(const std::string& id, const std::string& what) {
  return {
      sqlstate::data_corrupted, "the row of backup " + id + " in paliad.backups can't be right",
      "Its " + what + ": somebody has changed it.",
      "Correct the row as a superuser; the audit log has the artifact's URI, whose name has the "
      "time when the backup began, in UTC."};
}

}  // namespace paliad::catalog
