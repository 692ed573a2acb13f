// The surroundings in which a run reads, and the reading itself.
#pragma once

#include "backup/registry.hpp"
#include "bundle/sheet_writer.hpp"
#include "postgres/scopes.hpp"

#include <string>
#include <utility>
#include <vector>

namespace paliad::backup {

// The settings a run pins, with their values, as the manifest names them.
std::vector<std::pair<std::string, std::string>> pinned_settings();

// For its life: settings pinned, and acting as the reader (roles.hpp). Throws Error where the role
// is not as it should be.
class ReadingScope {
public:
  ReadingScope();

private:
  postgres::SettingsScope settings_;
  postgres::RoleScope acting_;
};

// Reads every sheet in the active snapshot, one after another, into `scratch`. `frame` has a page
// for each. Throws Error, what poll throws.
std::vector<bundle::SheetParts> read_sheets(const bundle::BundleInfo& info,
                                            const bundle::WorkbookFrame& frame,
                                            bundle::ScratchFile& scratch, const Poll& poll);

}  // namespace paliad::backup
