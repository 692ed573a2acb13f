// Loads a bundle's rows into tables, and sets the positions of sequences.
#pragma once

#include "backend/postgres/scopes.hpp"
#include "backend/restore/target.hpp"
#include "core/model/bundle_info.hpp"
#include "core/schema/schema_script.hpp"
#include "core/zip/zip_reader.hpp"

namespace paliad::restore {

// While it lives the settings that decide what statements and values mean are as in the backup,
// whatever the caller has set.
class RestoringScope {
public:
  // Throws Error.
  explicit RestoringScope(const model::BundleInfo& info);

private:
  postgres::PinnedSettingsScope settings_;
};

// Loads a sheet's rows into `table`, as the table's owner, in a security-restricted operation; as
// the caller where the owner is a superuser and the caller is not. Only triggers marked ALWAYS or
// REPLICA fire; foreign keys are not checked. Throws Error: what the server raises, data_corrupted
// where the bundle is damaged, cardinality_violation where the table didn't take every row.
void load_sheet(const zip::Archive& archive, const model::SheetInfo& sheet,
                const TargetTable& table);

// Sets each sequence's position, as the sequence's owner; a rollback undoes it. A sequence that is
// missing is skipped with a NOTICE. Throws Error: insufficient_privilege where the current user has
// no UPDATE right in the sequence.
void set_positions(const std::vector<schema::SequencePosition>& positions);

// The names of the sequences that are missing or have another position. Throws Error.
std::vector<std::string> other_positions(const std::vector<schema::SequencePosition>& positions);

}  // namespace paliad::restore
