// Reads an old backup's contents, for SQL functions.
#pragma once

#include "backend/postgres/values.hpp"
#include "core/model/bundle_info.hpp"
#include "core/store/store.hpp"
#include "core/zip/zip_reader.hpp"

#include <functional>
#include <memory>
#include <string>

namespace paliad::artifacts {

// Takes a row as a JSON object's text. May throw an Error of class 22 (data exception) where jsonb
// can't hold the row.
using RowConsumer = std::function<void(const std::string& row)>;

// An old backup, opened once for several reads; its artifact is held (artifact.hpp) until the
// transaction ends.
class BackupContents {
public:
  // Checks the caller's right first. Throws Error.
  explicit BackupContents(const std::string& id);

  const model::BundleInfo& info() const noexcept { return info_; }
  // The sheet of that name. Throws Error(undefined_object) where there is none.
  const model::SheetInfo& sheet(const std::string& name) const;
  // Hands the sheet's rows to `take` one by one, in their order. Throws Error: data_corrupted where
  // the file is damaged; what `take` throws.
  void read(const model::SheetInfo& sheet, const RowConsumer& take) const;

private:
  std::unique_ptr<store::Artifact> file_;
  zip::Archive archive_;
  model::BundleInfo info_;
};

// Adds the rows of one sheet of backup `id`, as jsonb texts in their order, to `result`, with one
// row at a time in memory. Checks the caller's right first. Throws Error: undefined_object where
// the backup has no such sheet, data_corrupted where its file is damaged.
void read_backup_rows(const std::string& id, const std::string& sheet, postgres::ResultSet& result);

// (sheet, kind, relation, rows, columns) for each sheet of backup `id`. Checks the caller's right
// first. Throws Error.
std::vector<postgres::Row> list_contents(const std::string& id);

// (kind, object, reason, code, arguments, object_code, object_arguments) for each thing that backup
// `id` says it left out. `kind` is relation, column (of a sheet), or definition (of an object that
// the scripts don't bring back). Checks the caller's right first. Throws Error.
std::vector<postgres::Row> list_left_out(const std::string& id);

}  // namespace paliad::artifacts
