// The rows of a bundle on their way into tables, and the sequences put where they were.
#pragma once

#include "backend/postgres/scopes.hpp"
#include "backend/restore/target.hpp"
#include "core/model/bundle_info.hpp"
#include "core/schema/schema_script.hpp"
#include "core/zip/zip_reader.hpp"

namespace paliad::restore {

// For its life statements and values mean what they meant in the backup, whatever the caller has
// set. Throws Error.
class RestoringScope {
public:
  explicit RestoringScope(const model::BundleInfo& info);

private:
  postgres::PinnedSettingsScope settings_;
};

// Loads a sheet's rows, as the table's owner, in a security-restricted operation. No trigger fires
// but those that are marked ALWAYS or REPLICA; foreign keys are not looked at. Throws Error: what
// the server raises, data_corrupted where the bundle is, cardinality_violation where the table
// didn't take every row.
void load_sheet(const zip::Archive& archive, const model::SheetInfo& sheet,
                const TargetTable& table);

// As each sequence's owner, where the current user may do so himself (UPDATE); undone when the
// transaction is. One that is not there is passed over with a notice. Throws Error.
void set_positions(const std::vector<schema::SequencePosition>& positions);

// The names of the sequences that don't stand there, or are missing. Throws Error.
std::vector<std::string> other_positions(const std::vector<schema::SequencePosition>& positions);

}  // namespace paliad::restore
