// The registry: which tables become sheets, in which form and order, and why the others don't.
// Plain logic over what the catalogs say; it asks nobody.
#pragma once

#include "core/model/bundle_info.hpp"
#include "core/policy/database_facts.hpp"

#include <string>
#include <vector>

namespace paliad::policy {

// A sheet to be: its description, and the relations that its query reads (the table and, for a
// partitioned one, every partition at every depth), in the order of their ids.
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

// Plans the sheets. Throws Error for a rule that names no table, a relation that is no table, one
// whose name begins with paliadin, an unknown column, or a column of the primary key.
Registry plan_registry(const DatabaseFacts& facts);

}  // namespace paliad::policy
