#include "core/policy/inclusion.hpp"

#include "core/base/error.hpp"
#include "core/codes/codes.hpp"

#include <algorithm>
#include <set>

namespace paliad::policy {

namespace {

using codes::coded;

bool begins_with_paliadin(const std::string& name) {
  static constexpr std::string_view prefix = "paliadin";
  return name.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), name.begin(), [](char want, char have) {
           return want == have || want == have + ('a' - 'A');
         });
}

[[noreturn]] void bad_rule(const RuleFacts& rule, std::string_view state, const std::string& what) {
  throw Error(state, "the rule for " + rule.relation + " in paliad.backup_sheet_rules " + what, {},
              "Correct or delete that row; paliad_backup_sheets() shows what a backup contains.");
}

void check_omitted_column(const RuleFacts& rule, const std::string& name,
                          const std::vector<const ColumnFacts*>& columns) {
  const auto at = std::find_if(columns.begin(), columns.end(), [&](const ColumnFacts* column) {
    return column->column.name == name;
  });
  if (at == columns.end())
    bad_rule(rule, sqlstate::undefined_column,
             "leaves out a column \"" + name + "\" that doesn't exist");
  if ((*at)->key_position > 0)
    bad_rule(rule, sqlstate::invalid_parameter_value,
             "leaves out \"" + name + "\", which is part of the primary key");
}

const RelationFacts& named_by(const RuleFacts& rule, const DatabaseFacts& facts) {
  const auto at = std::find_if(facts.relations.begin(), facts.relations.end(),
                               [&](const RelationFacts& relation) {
                                 return relation.configured && relation.qualified == rule.relation;
                               });
  if (at == facts.relations.end())
    bad_rule(rule, sqlstate::undefined_table, "names no table of the schemas that are backed up");
  if (begins_with_paliadin(at->name))
    bad_rule(rule, sqlstate::insufficient_privilege,
             "names a relation that never leaves the database");
  return *at;
}

}  // namespace

Inclusion::Inclusion(const DatabaseFacts& facts, const FactIndex& index)
    : index_(index), partitions_(partition_reasons(facts)), rules_(check_rules(facts)) {}

Inclusion::PartitionReasons Inclusion::partition_reasons(const DatabaseFacts& facts) const {
  PartitionReasons reasons;
  for (const RelationFacts& relation : facts.relations)
    if (CodedText reason = partition_reason(relation); !reason.empty())
      reasons[relation.id] = std::move(reason);
  return reasons;
}

CodedText Inclusion::partition_reason(const RelationFacts& relation) const {
  if (relation.kind != 'p') return {};
  for (const RelationId id : index_.descendants(relation.id)) {
    const RelationFacts* part = index_.relation(id);
    if (begins_with_paliadin(part->name))
      return coded("paliadin_partition", {{"relation", part->qualified}});
    if (part->kind == 'f') return coded("foreign_partition", {{"relation", part->qualified}});
  }
  return {};
}

Inclusion::Rules Inclusion::check_rules(const DatabaseFacts& facts) const {
  Rules rules;
  for (const RuleFacts& rule : facts.rules) {
    const RelationFacts& relation = named_by(rule, facts);
    if (const RelationFacts* parent = sheet_parent(relation))
      bad_rule(rule, sqlstate::wrong_object_type,
               "names a partition, whose rows stand with " + parent->qualified);
    for (const std::string& column : rule.omitted_columns)
      check_omitted_column(rule, column, index_.columns(relation.id));
    rules[relation.id] = &rule;
  }
  return rules;
}

const RuleFacts* Inclusion::rule_of(const RelationFacts& relation) const {
  const auto at = rules_.find(relation.id);
  return at == rules_.end() ? nullptr : at->second;
}

// The uppermost partitioned table in whose sheet this partition's rows stand; null where it stands
// for itself.
const RelationFacts* Inclusion::sheet_parent(const RelationFacts& relation) const {
  if (!relation.partition) return nullptr;
  const RelationFacts* uppermost = nullptr;
  std::size_t fewest = 0;
  for (const RelationId id : index_.ancestors(relation.id)) {
    const RelationFacts* ancestor = index_.relation(id);
    if (!ancestor->configured || partitions_.count(id) > 0) continue;
    const std::size_t above = index_.ancestors(id).size();
    if (uppermost == nullptr || above < fewest) {
      uppermost = ancestor;
      fewest = above;
    }
  }
  return uppermost;
}

// The rule that leaves out a relation, or columns of it; of a partition its ancestors' count too.
// Null where there is none.
const RuleFacts* Inclusion::limiting_rule(RelationId id) const {
  std::set<RelationId> candidates = index_.all_ancestors(id);
  candidates.insert(id);
  for (const RelationId candidate : candidates) {
    const auto rule = rules_.find(candidate);
    if (rule != rules_.end() && (rule->second->excluded || !rule->second->omitted_columns.empty()))
      return rule->second;
  }
  return nullptr;
}

CodedText Inclusion::reason_of_contents(const ColumnFacts& column) const {
  if (!column.contents.paliadin.empty())
    return coded("holds_paliadin", {{"what", column.contents.paliadin}});
  for (const RelationId id : column.contents.rows_of)
    if (const RuleFacts* rule = limiting_rule(id))
      return coded("holds_excluded_rows", {{"relation", rule->relation}});
  return {};
}

bool Inclusion::is_excluded(const RelationFacts& relation) const {
  const RuleFacts* rule = rule_of(relation);
  return rule != nullptr && rule->excluded;
}

// Why a relation can't be a sheet by its nature; empty where it can.
CodedText Inclusion::reason_of_nature(const RelationFacts& relation) const {
  if (begins_with_paliadin(relation.name)) return coded("paliadin");
  for (const RelationId id : index_.all_ancestors(relation.id))
    if (const RelationFacts* ancestor = index_.relation(id); begins_with_paliadin(ancestor->name))
      return coded("belongs_to_paliadin", {{"relation", ancestor->qualified}});
  if (relation.own) return coded("own_table");
  switch (relation.kind) {
  case 'v':
    return coded("view");
  case 'm':
    return coded("materialized_view");
  case 'f':
    return coded("foreign_table");
  default:
    return {};
  }
}

// Without its key a row can't be compared or restored.
CodedText Inclusion::reason_of_key(const RelationFacts& relation) const {
  for (const ColumnFacts* column : index_.columns(relation.id))
    if (column->key_position > 0)
      if (const CodedText reason = reason_of_contents(*column); !reason.empty())
        return coded("key_left_out", {{"column", column->quoted}}, reason);
  return {};
}

CodedText Inclusion::reason_left_out(const RelationFacts& relation) const {
  if (CodedText reason = reason_of_nature(relation); !reason.empty()) return reason;
  if (const RelationFacts* parent = sheet_parent(relation))
    return coded(is_excluded(*parent) ? "partition_of_excluded" : "partition",
                 {{"relation", parent->qualified}});
  if (const auto whole = partitions_.find(relation.id); whole != partitions_.end())
    return whole->second;
  if (CodedText reason = reason_of_key(relation); !reason.empty()) return reason;
  if (is_excluded(relation)) {
    const std::string& note = rule_of(relation)->note;
    return note.empty() ? coded("rule") : coded("rule_with_note", {{"note", note}});
  }
  return {};
}

}  // namespace paliad::policy
