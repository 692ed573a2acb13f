#include "backend/run/disk_space.hpp"

#include "backend/catalog/catalog_access.hpp"
#include "core/base/error.hpp"
#include "core/codes/codes.hpp"

namespace paliad::run {

namespace {

struct Need {
  std::uint64_t bytes = 0;
  std::string reason;
};

// 0 where no artifact is there yet.
std::uint64_t last_artifact_bytes() {
  const auto rows = catalog::catalog_query(
      "SELECT size_bytes FROM ONLY paliad.backups"
      " WHERE status = 'done' AND size_bytes > 0 ORDER BY started_at DESC LIMIT 1");
  return rows.empty() ? 0 : std::stoull(*rows[0][0]);
}

Need least_need(std::uint64_t tables) {
  if (const std::uint64_t last = last_artifact_bytes(); last > 0)
    return {last, "the last one took " + std::to_string(last) + " bytes"};
  return {tables / 8, "the tables take " + std::to_string(tables) +
                          " bytes, and their backup at "
                          "least an eighth of that"};
}

}  // namespace

void require_disk_space(std::uint64_t tables, const store::ArtifactStore& store) {
  const Need need = least_need(tables);
  const std::uint64_t free = store.free_bytes();
  if (free >= need.bytes) return;
  throw Error(sqlstate::disk_full, codes::coded("no_room"),
              std::to_string(free) + " bytes are free in the export directory; " + need.reason +
                  ".",
              "Free room on the file system of the export directory, or point "
              "paliad_backup.export_dir at a larger one.");
}

bool is_space_short(const std::vector<sheet::SheetParts>& sheets,
                    const std::vector<zip::Part>& large_objects,
                    const store::ArtifactStore& store) {
  std::uint64_t need = 0;
  for (const zip::Part& part : large_objects) need += part.deflated_bytes;
  for (const sheet::SheetParts& sheet : sheets) {
    need += sheet.csv.deflated_bytes + sheet.json.deflated_bytes;
    for (const sheet::SheetPage& page : sheet.pages) need += page.part.deflated_bytes;
  }
  // A quarter more for what other processes write meanwhile.
  return store.free_bytes() < need + need / 4;
}

bool is_disk_nearly_full(const store::ArtifactStore& store) {
  // A run needs room for its artifact, and as much again while it is made (docs/operations.md);
  // half of that more, because the next one may be larger.
  constexpr std::uint64_t halves = 5;
  return store.free_bytes() < last_artifact_bytes() * halves / 2;
}

}  // namespace paliad::run
