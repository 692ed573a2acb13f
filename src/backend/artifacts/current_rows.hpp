// The rows that a sheet would have in a backup made now.
#pragma once

#include "backend/artifacts/contents.hpp"
#include "backend/extract/sheet_extractor.hpp"
#include "core/policy/registry.hpp"

#include <string>

namespace paliad::artifacts {

// The sheets of a backup made now, planned and locked once for whatever is asked of them, and the
// surroundings in which they are read. The caller's right was checked before. Throws Error:
// undefined_object where there is no sheet of the name that alone is asked for,
// serialization_failure as a run does.
class CurrentSheets {
public:
  explicit CurrentSheets(const std::string* only = nullptr);

  const policy::Registry& registry() const noexcept { return registry_; }
  // One row at a time, as BackupContents::read() has them.
  void read(const policy::PlannedSheet& sheet, const RowConsumer& take) const;
  // Whether the sheet's rows, in their order, are byte for byte the CSV with that digest.
  bool has_digest(const policy::PlannedSheet& sheet, const Sha256Value& csv) const;

private:
  const extract::ReadingScope reading_;
  policy::Registry registry_;
};

// Adds them, as jsonb texts, to `result`: one at a time, read as a run reads them. Checks the
// caller's right first. Throws Error(undefined_object) where a backup made now has no such sheet,
// what the server raises.
void read_current_rows(const std::string& sheet, postgres::ResultSet& result);

}  // namespace paliad::artifacts
