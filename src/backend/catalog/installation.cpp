#include "backend/catalog/installation.hpp"

#include "backend/access/authorization.hpp"
#include "backend/catalog/catalog_access.hpp"
#include "backend/postgres/compat.hpp"
#include "core/base/error.hpp"

#include <cerrno>
#include <sys/stat.h>

namespace paliad::catalog {

namespace {

using postgres::Row;

// The inode of PG_VERSION. A base backup copies the file, which gives the copy another inode;
// mounting the directory elsewhere doesn't change it.
std::string data_directory_mark() {
  const std::string path = std::string(DataDir) + "/PG_VERSION";
  struct stat info = {};
  if (::stat(path.c_str(), &info) != 0) throw os_error(errno, "inspect file", path);
  return std::to_string(info.st_ino);
}

std::string fingerprint() {
  return std::to_string(GetSystemIdentifier()) + "/" + std::to_string(MyDatabaseId) + "/" +
         std::to_string(postgres::compat_timeline()) + "/" + data_directory_mark();
}

std::vector<Row> installations_of(const std::string& own) {
  return catalog_query("SELECT id FROM ONLY paliad.backup_installations"
                       " WHERE id = $1::uuid OR taken_over_by = $1::uuid"
                       " ORDER BY id <> $1::uuid, id",
                       {own});
}

postgres::Text find_own() {
  // A standby removes nothing, so it may stand for its primary.
  const auto rows =
      RecoveryInProgress()
          ? catalog_query("SELECT id FROM ONLY paliad.backup_installations"
                          " WHERE fingerprint IS NOT NULL ORDER BY since DESC LIMIT 1")
          : catalog_query("SELECT id FROM ONLY paliad.backup_installations WHERE fingerprint = $1",
                          {fingerprint()});
  return rows.empty() ? postgres::Text() : rows[0][0];
}

// The name of another database of this server that is the installation: a copy of a template has
// the template's installation in its catalog.
postgres::Text living_database(const std::string& installation) {
  const auto rows =
      catalog_query("SELECT d.datname FROM ONLY paliad.backup_installations i"
                    "  JOIN pg_catalog.pg_database d"
                    "    ON d.oid::text = split_part(i.fingerprint, '/', 2)"
                    " WHERE i.id = $1::uuid AND d.datname <> current_database()"
                    "   AND split_part(i.fingerprint, '/', 1) = $2"
                    "   AND split_part(i.fingerprint, '/', 4) = $3",
                    {installation, std::to_string(GetSystemIdentifier()), data_directory_mark()});
  return rows.empty() ? postgres::Text() : rows[0][0];
}

void require_gone(const std::string& installation) {
  const auto database = living_database(installation);
  if (!database) return;
  throw Error(sqlstate::object_not_in_prerequisite_state,
              "installation " + installation + " is database \"" + *database + "\" of this server",
              "Both would remove the same files.",
              "Give this database another paliad_backup.export_dir. If that database no longer "
              "needs its backups, drop it first, or a superuser sets paliad.backups.installation.");
}

}  // namespace

std::vector<std::string> own_installations() {
  std::vector<std::string> ids;
  if (const auto own = find_own())
    for (const Row& row : installations_of(*own)) ids.push_back(*row[0]);
  return ids;
}

std::string claim_installation() {
  if (const auto own = find_own()) return *own;
  return *catalog_write("INSERT INTO paliad.backup_installations (fingerprint) VALUES ($1)"
                        " RETURNING id",
                        {fingerprint()})[0][0];
}

Error foreign_artifact(const std::string& id, const postgres::Text& maker) {
  return {sqlstate::object_not_in_prerequisite_state,
          "the artifact of backup " + id + " belongs to another installation",
          maker ? "Installation " + *maker +
                      " made it; this database is a copy of that one, or has "
                      "been moved or promoted since."
                : "Its row does not say which installation made it.",
          maker ? "Where that installation is gone for good: SELECT paliad_backup_take_over('" +
                      *maker + "'::uuid);"
                : "Where it is this one's, a superuser sets paliad.backups.installation."};
}

std::uint64_t take_over_installation(const std::string& installation) {
  const model::Requester requester = access::require_right();
  const std::uint64_t count = std::stoull(
      *catalog_query("SELECT count(*) FROM ONLY paliad.backups WHERE installation = $1::uuid"
                     "   AND status = 'done' AND deleted_at IS NULL",
                     {installation})[0][0]);
  if (count == 0)
    throw Error(sqlstate::undefined_object,
                "no artifact in the catalog was made by installation " + installation, {},
                "The column installation of paliad.backups says who made each.");
  const std::string own = claim_installation();
  if (own == installation) return count;
  require_gone(installation);
  (void)catalog_write("INSERT INTO paliad.backup_installations AS i (id, taken_over_by)"
                      " VALUES ($1::uuid, $2::uuid)"
                      " ON CONFLICT (id) DO UPDATE SET taken_over_by = EXCLUDED.taken_over_by",
                      {installation, own});
  (void)note_in_audit_log(
      "backup_taken_over", requester,
      policy::Metadata().text("installation", installation).number("artifacts", count));
  return count;
}

}  // namespace paliad::catalog
