// The facts of a database, found by a relation's id, and how its tables inherit from each other.
#pragma once

#include "core/policy/database_facts.hpp"

#include <map>
#include <set>
#include <vector>

namespace paliad::policy {

class FactIndex {
public:
  // `facts` must outlive the index.
  explicit FactIndex(const DatabaseFacts& facts);

  // Never null. Throws Error(data_corrupted) where there is none: a damaged catalog names a
  // relation that doesn't exist.
  const RelationFacts* relation(RelationId id) const;

  // In their order; none where the relation has none.
  const std::vector<const ColumnFacts*>& columns(RelationId id) const;

  // All relations that inherit from `id`, directly or not, without `id` itself; it may be reached
  // again where a damaged catalog has a circle.
  std::set<RelationId> descendants(RelationId id) const { return reach(children_, id); }
  // All that `id` inherits from, in the same way.
  std::set<RelationId> ancestors(RelationId id) const { return reach(parents_, id); }
  // The same, and those that it is being detached from.
  std::set<RelationId> all_ancestors(RelationId id) const { return reach(all_parents_, id); }

private:
  using Links = std::map<RelationId, std::vector<RelationId>>;

  static std::set<RelationId> reach(const Links& links, RelationId id);

  std::map<RelationId, const RelationFacts*> relations_;
  std::map<RelationId, std::vector<const ColumnFacts*>> columns_;
  Links children_, parents_, all_parents_;
};

}  // namespace paliad::policy
