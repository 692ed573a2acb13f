// The rows that a sheet would have in a backup made now.
#pragma once

#include "backend/artifacts/contents.hpp"
#include "backend/extract/sheet_extractor.hpp"
#include "core/policy/registry.hpp"

#include <string>

namespace paliad::artifacts {

// The sheets of a backup made now, planned and locked once for several reads. While it lives, the
// session is in a ReadingScope. The caller's right must have been checked before.
class CurrentSheets {
public:
  // Plans all sheets, or the sheet `*only` alone. Throws Error: undefined_object where there is no
  // such sheet, serialization_failure where a table changed meanwhile.
  explicit CurrentSheets(const std::string* only = nullptr);

  const policy::Registry& registry() const noexcept { return registry_; }
  // Hands the sheet's rows to `take` one by one, as BackupContents::read() does. Throws Error.
  void read(const policy::PlannedSheet& sheet, const RowConsumer& take) const;
  // Whether the CSV of the sheet's rows, in their order, has that SHA-256. Throws Error.
  bool has_digest(const policy::PlannedSheet& sheet, const Sha256Value& csv) const;

private:
  const extract::ReadingScope reading_;
  policy::Registry registry_;
};

// Adds the rows of one sheet, as jsonb texts, to `result`, read as a run reads them, with one row
// at a time in memory. Checks the caller's right first. Throws Error: undefined_object where a
// backup made now has no such sheet; what the server raises.
void read_current_rows(const std::string& sheet, postgres::ResultSet& result);

}  // namespace paliad::artifacts
