// The registry: which tables become sheets, in which form and order, and why the others don't.
// Depends on its arguments alone.
#pragma once

#include "core/model/bundle_info.hpp"
#include "core/policy/database_facts.hpp"

#include <string>
#include <vector>

namespace paliad::policy {

// A sheet that will be made: its description, and the relations that its query reads (the table
// and, for a partitioned one, all its partitions at any depth), in the order of their ids.
struct PlannedSheet {
  model::SheetInfo info;
  std::vector<RelationId> reads;
  bool parallel_safe = true;  // may be read in a parallel worker
};

struct Registry {
  std::vector<PlannedSheet> sheets;  // entities, then reference tables; rules may set the order
  std::vector<model::Exclusion> exclusions;
  std::vector<model::Warning> warnings;
};

// Plans the sheets. Throws Error for a rule that names no relation of the configured schemas, one
// whose name begins with paliadin, a partition whose rows are in another sheet, or as a column to
// leave out one that doesn't exist or is in the primary key; Error(data_corrupted) where
// pg_inherits names a relation that doesn't exist.
Registry plan_registry(const DatabaseFacts& facts);

}  // namespace paliad::policy
