#include "core/policy/fact_index.hpp"

#include "core/base/error.hpp"

namespace paliad::policy {

FactIndex::FactIndex(const DatabaseFacts& facts) {
  for (const RelationFacts& relation : facts.relations) relations_[relation.id] = &relation;
  for (const ColumnFacts& column : facts.columns) columns_[column.relation].push_back(&column);
  for (const InheritanceFacts& link : facts.inheritance) {
    all_parents_[link.child].push_back(link.parent);
    // A partition that is being detached is no longer read with its parent.
    if (link.detaching) continue;
    children_[link.parent].push_back(link.child);
    parents_[link.child].push_back(link.parent);
  }
}

const RelationFacts* FactIndex::relation(RelationId id) const {
  const auto at = relations_.find(id);
  if (at != relations_.end()) return at->second;
  throw Error(sqlstate::data_corrupted,
              "relation " + std::to_string(id) + " in pg_inherits does not exist", {},
              "Repair pg_inherits: without it nobody can say which tables may leave the database.");
}

const std::vector<const ColumnFacts*>& FactIndex::columns(RelationId id) const {
  static const std::vector<const ColumnFacts*> none;
  const auto at = columns_.find(id);
  return at == columns_.end() ? none : at->second;
}

std::set<RelationId> FactIndex::reach(const Links& links, RelationId id) {
  std::set<RelationId> reached;
  std::vector<RelationId> open{id};
  while (!open.empty()) {
    const auto at = links.find(open.back());
    open.pop_back();
    if (at == links.end()) continue;
    for (const RelationId next : at->second)
      if (reached.insert(next).second) open.push_back(next);
  }
  return reached;
}

}  // namespace paliad::policy
