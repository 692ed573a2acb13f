// Which relations and columns may leave the database, and why the others don't: by their nature, by
// what they hold, or by a rule of the admin's.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/policy/fact_index.hpp"

#include <map>

namespace paliad::policy {

class Inclusion {
public:
  // Checks the rules. Throws Error for one that names no table of the configured schemas, one whose
  // name begins with paliadin, a partition, an unknown column, or a column of the primary key; and
  // what FactIndex throws. Both arguments must outlive it.
  Inclusion(const DatabaseFacts& facts, const FactIndex& index);

  // The rule for the relation itself; null where there is none.
  const RuleFacts* rule_of(const RelationFacts& relation) const;

  // Why the relation is no sheet; empty where it is one.
  CodedText reason_left_out(const RelationFacts& relation) const;

  // Why the column can't be shown because of what its values hold; empty where it can.
  CodedText reason_of_contents(const ColumnFacts& column) const;

private:
  using Rules = std::map<RelationId, const RuleFacts*>;
  // Why each partitioned table can't be read as a whole; no entry where it can.
  using PartitionReasons = std::map<RelationId, CodedText>;

  PartitionReasons partition_reasons(const DatabaseFacts& facts) const;
  CodedText partition_reason(const RelationFacts& relation) const;
  Rules check_rules(const DatabaseFacts& facts) const;
  const RelationFacts* sheet_parent(const RelationFacts& relation) const;
  const RuleFacts* limiting_rule(RelationId id) const;
  bool is_excluded(const RelationFacts& relation) const;
  CodedText reason_of_nature(const RelationFacts& relation) const;
  CodedText reason_of_key(const RelationFacts& relation) const;

  const FactIndex& index_;
  const PartitionReasons partitions_;
  const Rules rules_;
};

}  // namespace paliad::policy
