// The settings and the role with which a run reads, and the reading of one sheet.
#pragma once

#include "backend/extract/row_progress.hpp"
#include "backend/postgres/read_only.hpp"
#include "backend/postgres/scopes.hpp"
#include "core/sheet/work_plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace paliad::extract {

// The pinned settings that decide how values are written, as names and values for the manifest;
// with them lc_monetary, which is not pinned, and the encoding. Throws Error.
std::vector<std::pair<std::string, std::string>> pinned_settings();

// While it lives settings are pinned, the transaction can't write, and statements run as the reader
// (roles.hpp).
class ReadingScope {
public:
  // Throws Error where the role is not as it should be.
  ReadingScope();

private:
  postgres::ReadOnlyScope read_only_;
  postgres::SettingsScope settings_;
  postgres::RoleScope acting_;
};

// The same in a parallel worker, which has its leader's role and settings.
class WorkerReadingScope {
public:
  WorkerReadingScope() : guard_(GetUserId()) {}

private:
  postgres::ReadOnlyScope read_only_;
  postgres::GuardScope guard_;
};

// Reads one sheet in the active snapshot and writes it. Throws Error, also where a pinned setting
// was changed meanwhile; what the writer and the progress throw.
sheet::SheetParts read_sheet(const sheet::SheetToRead& sheet, sheet::SheetWriter& writer,
                             RowProgress& progress);

// The same, but the rows go into blocks, which others write.
void read_sheet(const sheet::SheetToRead& sheet, sheet::RowBlocks& blocks, RowProgress& progress);

}  // namespace paliad::extract
