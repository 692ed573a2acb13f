// The rows that a sheet would have in a backup made now.
#pragma once

#include "backup/old_rows.hpp"
#include "backup/reading.hpp"
#include "backup/registry.hpp"

#include <string>

namespace paliad::backup {

// The registry of a backup made now, planned once for whatever is asked of it, and the surroundings
// in which its sheets are read. The caller's right was checked before. Throws Error.
class CurrentSheets {
public:
  CurrentSheets();

  const Registry& registry() const noexcept { return registry_; }
  // One row at a time, as OldBackup::read() has them.
  void read(const PlannedSheet& sheet, const RowTaker& take) const;
  // Whether the sheet's rows, in their order, are byte for byte the CSV with that digest.
  bool has_digest(const PlannedSheet& sheet, const Sha256Value& csv) const;

private:
  const ReadingScope reading_;
  const Registry registry_;
};

// Adds them, as jsonb texts, to `result`: one at a time, read as a run reads them. Checks the
// caller's right first. Throws Error(undefined_object) where a backup made now has no such sheet,
// what the server raises.
void read_current_rows(const std::string& sheet, postgres::ResultSet& result);

}  // namespace paliad::backup
