// The surroundings in which a run reads, and the reading of one sheet.
#pragma once

#include "backend/extract/row_progress.hpp"
#include "backend/postgres/read_only.hpp"
#include "backend/postgres/scopes.hpp"
#include "core/sheet/work_plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace paliad::extract {

// The settings a run pins, with their values, as the manifest names them.
std::vector<std::pair<std::string, std::string>> pinned_settings();

// For its life: settings pinned, nothing written, and acting as the reader (roles.hpp). Throws
// Error where the role is not as it should be.
class ReadingScope {
public:
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

// Reads one sheet in the active snapshot and writes it. Throws Error, what the writer and the
// progress throw.
sheet::SheetParts read_sheet(const sheet::SheetToRead& sheet, sheet::SheetWriter& writer,
                             RowProgress& progress);

// The same, with its rows going into blocks that others write.
void read_sheet(const sheet::SheetToRead& sheet, sheet::RowBlocks& blocks, RowProgress& progress);

}  // namespace paliad::extract
