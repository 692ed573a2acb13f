#include "core/policy/registry.hpp"

#include "core/base/error.hpp"
#include "core/codes/codes.hpp"
#include "core/model/sheet_names.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace paliad::policy {

namespace {

using codes::coded;

// In UTF-16 units. File systems allow names of 255 bytes, with ".json" and a number.
constexpr std::size_t longest_sheet_name = 80;

bool begins_with_paliadin(const std::string& name) {
  static constexpr std::string_view prefix = "paliadin";
  return name.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), name.begin(), [](char want, char have) {
           return want == have || want == have + ('a' - 'A');
         });
}

// Finds facts by id.
class Index {
public:
  explicit Index(const DatabaseFacts& facts) {
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

  // Throws Error where a damaged catalog names a relation that isn't there.
  const RelationFacts* relation(RelationId id) const {
    const auto at = relations_.find(id);
    if (at != relations_.end()) return at->second;
    throw Error(
        sqlstate::data_corrupted,
        "relation " + std::to_string(id) + " in pg_inherits does not exist", {},
        "Repair pg_inherits: without it nobody can say which tables may leave the database.");
  }
  const std::vector<const ColumnFacts*>& columns(RelationId id) const {
    static const std::vector<const ColumnFacts*> none;
    const auto at = columns_.find(id);
    return at == columns_.end() ? none : at->second;
  }
  // All relations that are reached from `id` through children (or parents), without `id` itself.
  std::set<RelationId> descendants(RelationId id) const { return reach(children_, id); }
  std::set<RelationId> ancestors(RelationId id) const { return reach(parents_, id); }
  // The ancestors with those from which a detaching has begun.
  std::set<RelationId> all_ancestors(RelationId id) const { return reach(all_parents_, id); }

private:
  using Links = std::map<RelationId, std::vector<RelationId>>;

  static std::set<RelationId> reach(const Links& links, RelationId id) {
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

  std::map<RelationId, const RelationFacts*> relations_;
  std::map<RelationId, std::vector<const ColumnFacts*>> columns_;
  Links children_, parents_, all_parents_;
};

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

// Why a relation can't be a sheet by its nature; empty where it can.
CodedText structural_reason(const RelationFacts& relation, const Index& index) {
  if (begins_with_paliadin(relation.name)) return coded("paliadin");
  for (const RelationId id : index.all_ancestors(relation.id))
    if (const RelationFacts* ancestor = index.relation(id); begins_with_paliadin(ancestor->name))
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

// Why a partitioned table can't be read as a whole; empty where it can.
CodedText partition_reason(const RelationFacts& relation, const Index& index) {
  if (relation.kind != 'p') return {};
  for (const RelationId id : index.descendants(relation.id)) {
    const RelationFacts* part = index.relation(id);
    if (begins_with_paliadin(part->name))
      return coded("paliadin_partition", {{"relation", part->qualified}});
    if (part->kind == 'f') return coded("foreign_partition", {{"relation", part->qualified}});
  }
  return {};
}

// Why each partitioned table can't be read as a whole; no entry where it can.
using PartitionReasons = std::map<RelationId, CodedText>;

PartitionReasons partition_reasons(const DatabaseFacts& facts, const Index& index) {
  PartitionReasons reasons;
  for (const RelationFacts& relation : facts.relations)
    if (CodedText reason = partition_reason(relation, index); !reason.empty())
      reasons[relation.id] = std::move(reason);
  return reasons;
}

// The uppermost partitioned table whose sheet has this partition's rows; null where the partition
// has a sheet of its own.
const RelationFacts* sheet_parent(const RelationFacts& relation, const Index& index,
                                  const PartitionReasons& reasons) {
  if (!relation.partition) return nullptr;
  const RelationFacts* uppermost = nullptr;
  std::size_t fewest = 0;
  for (const RelationId id : index.ancestors(relation.id)) {
    const RelationFacts* ancestor = index.relation(id);
    if (!ancestor->configured || reasons.count(id) > 0) continue;
    const std::size_t above = index.ancestors(id).size();
    if (uppermost == nullptr || above < fewest) {
      uppermost = ancestor;
      fewest = above;
    }
  }
  return uppermost;
}

using Rules = std::map<RelationId, const RuleFacts*>;

// A rule that leaves out the relation or columns of it, or of one of its ancestors; null where
// there is none.
const RuleFacts* limiting_rule(RelationId id, const Index& index, const Rules& rules) {
  std::set<RelationId> candidates = index.all_ancestors(id);
  candidates.insert(id);
  for (const RelationId candidate : candidates) {
    const auto rule = rules.find(candidate);
    if (rule != rules.end() && (rule->second->excluded || !rule->second->omitted_columns.empty()))
      return rule->second;
  }
  return nullptr;
}

// Why a column can't be shown because of what its values hold; empty where it can.
CodedText reason_of_contents(const ColumnFacts& column, const Index& index, const Rules& rules) {
  if (!column.contents.paliadin.empty())
    return coded("holds_paliadin", {{"what", column.contents.paliadin}});
  for (const RelationId id : column.contents.rows_of)
    if (const RuleFacts* rule = limiting_rule(id, index, rules))
      return coded("holds_excluded_rows", {{"relation", rule->relation}});
  return {};
}

Rules check_rules(const DatabaseFacts& facts, const Index& index,
                  const PartitionReasons& partitions) {
  Rules rules;
  for (const RuleFacts& rule : facts.rules) {
    const auto at = std::find_if(
        facts.relations.begin(), facts.relations.end(), [&](const RelationFacts& relation) {
          return relation.configured && relation.qualified == rule.relation;
        });
    if (at == facts.relations.end())
      bad_rule(rule, sqlstate::undefined_table, "names no table of the schemas that are backed up");
    if (begins_with_paliadin(at->name))
      bad_rule(rule, sqlstate::insufficient_privilege,
               "names a relation that never leaves the database");
    if (const RelationFacts* parent = sheet_parent(*at, index, partitions))
      bad_rule(rule, sqlstate::wrong_object_type,
               "names a partition, whose rows stand with " + parent->qualified);
    for (const std::string& column : rule.omitted_columns)
      check_omitted_column(rule, column, index.columns(at->id));
    rules[at->id] = &rule;
  }
  return rules;
}

bool is_left_out_by_rule(const RelationFacts& relation, const Rules& rules) {
  const auto rule = rules.find(relation.id);
  return rule != rules.end() && rule->second->excluded;
}

// Why a column of the primary key must be left out, and so the table: without its key a row can't
// be compared or restored. Empty where there is no such column.
CodedText reason_of_key(const RelationFacts& relation, const Index& index, const Rules& rules) {
  for (const ColumnFacts* column : index.columns(relation.id))
    if (column->key_position > 0)
      if (const CodedText reason = reason_of_contents(*column, index, rules); !reason.empty())
        return coded("key_left_out", {{"column", column->quoted}}, reason);
  return {};
}

CodedText reason_left_out(const RelationFacts& relation, const Index& index, const Rules& rules,
                          const PartitionReasons& partitions) {
  if (CodedText reason = structural_reason(relation, index); !reason.empty()) return reason;
  if (const RelationFacts* parent = sheet_parent(relation, index, partitions))
    return coded(is_left_out_by_rule(*parent, rules) ? "partition_of_excluded" : "partition",
                 {{"relation", parent->qualified}});
  if (const auto whole = partitions.find(relation.id); whole != partitions.end())
    return whole->second;
  if (CodedText reason = reason_of_key(relation, index, rules); !reason.empty()) return reason;
  if (is_left_out_by_rule(relation, rules)) {
    const std::string& note = rules.at(relation.id)->note;
    return note.empty() ? coded("rule") : coded("rule_with_note", {{"note", note}});
  }
  return {};
}

model::SheetKind kind_of(const RelationFacts& relation, const RuleFacts* rule) {
  if (rule != nullptr && rule->kind) return *rule->kind;
  return relation.name.compare(0, 4, "ref_") == 0 ? model::SheetKind::reference
                                                  : model::SheetKind::entity;
}

// `<table>`; if that is taken, `<schema>.<table>`; if that is taken too, with a number.
std::string claim_sheet_name(model::NameRegister& names, const RelationFacts& relation,
                             model::SheetKind kind) {
  std::string name = model::sheet_name_for(relation.name, kind);
  if (names.taken(name)) name = model::sheet_name_for(relation.schema + "." + relation.name, kind);
  return names.claim(name, longest_sheet_name);
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += text.empty() ? word : ", " + word;
  return text;
}

// The primary key's columns in the key's order. Without a key: all columns that can be ordered,
// then the row's position in the table.
std::vector<std::string> order_of(const RelationFacts& relation,
                                  const std::vector<const ColumnFacts*>& columns) {
  std::map<int, std::string> key;
  std::vector<std::string> order;
  for (const ColumnFacts* column : columns) {
    if (column->key_position > 0) key[column->key_position] = column->quoted;
    if (column->orderable) order.push_back(column->quoted);
  }
  if (!key.empty()) {
    order.clear();
    for (const auto& [position, name] : key) order.push_back(name);
    return order;
  }
  if (relation.kind == 'p') order.emplace_back("tableoid");
  order.emplace_back("ctid");
  return order;
}

std::string query_for(const RelationFacts& relation, const std::vector<std::string>& selected,
                      const std::vector<std::string>& order) {
  return "SELECT " + join(selected) + (relation.kind == 'p' ? " FROM " : " FROM ONLY ") +
         relation.qualified + " ORDER BY " + join(order);
}

// Builds the registry, relation by relation.
class Planner {
public:
  explicit Planner(const DatabaseFacts& facts)
      : facts_(facts), index_(facts), partitions_(partition_reasons(facts, index_)),
        rules_(check_rules(facts, index_, partitions_)) {}

  Registry plan() {
    std::vector<const RelationFacts*> included = divide();
    sort_for_output(included);
    for (const RelationFacts* relation : included) add_sheet(*relation);
    return std::move(registry_);
  }

private:
  const RuleFacts* rule_of(const RelationFacts& relation) const {
    const auto at = rules_.find(relation.id);
    return at == rules_.end() ? nullptr : at->second;
  }

  std::vector<const RelationFacts*> divide() {
    std::vector<const RelationFacts*> included;
    for (const RelationFacts& relation : facts_.relations) {
      if (!relation.configured) {
        note_outside_child(relation);
        continue;
      }
      CodedText reason = reason_left_out(relation, index_, rules_, partitions_);
      if (reason.empty())
        included.push_back(&relation);
      else
        registry_.exclusions.push_back({relation.qualified, std::move(reason)});
    }
    return included;
  }

  // Reports a child table in another schema: its rows are not in its parent's sheet (FROM ONLY).
  void note_outside_child(const RelationFacts& relation) {
    if (relation.partition) return;
    for (const RelationId id : index_.ancestors(relation.id))
      if (const RelationFacts* ancestor = index_.relation(id); ancestor->configured) {
        registry_.exclusions.push_back(
            {relation.qualified, coded("outside_child", {{"relation", ancestor->qualified}})});
        return;
      }
  }

  // Sheets with a position by a rule come first; then entities before reference tables; then the
  // facts' order.
  void sort_for_output(std::vector<const RelationFacts*>& relations) const {
    const auto rank = [this](const RelationFacts* relation) {
      const RuleFacts* rule = rule_of(*relation);
      const bool placed = rule != nullptr && rule->position.has_value();
      return std::make_tuple(!placed, placed ? *rule->position : 0, kind_of(*relation, rule));
    };
    std::stable_sort(relations.begin(), relations.end(),
                     [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  }

  void add_sheet(const RelationFacts& relation) {
    const RuleFacts* rule = rule_of(relation);
    PlannedSheet sheet;
    sheet.info.kind = kind_of(relation, rule);
    sheet.info.sheet = claim_sheet_name(names_, relation, sheet.info.kind);
    sheet.info.relation = relation.qualified;
    if (rule != nullptr) sheet.info.omitted_columns = rule->omitted_columns;
    add_columns(sheet, relation);
    sheet.reads = relations_read(relation);
    registry_.sheets.push_back(std::move(sheet));
  }

  void add_columns(PlannedSheet& sheet, const RelationFacts& relation) {
    model::SheetInfo& info = sheet.info;
    const auto& columns = index_.columns(relation.id);
    const std::vector<std::string> omitted = info.omitted_columns;
    std::vector<const ColumnFacts*> included;
    std::vector<std::string> selected;
    for (const ColumnFacts* column : columns) {
      if (std::find(omitted.begin(), omitted.end(), column->column.name) != omitted.end()) continue;
      if (const CodedText why = reason_of_contents(*column, index_, rules_); !why.empty()) {
        leave_out(info, *column, why);
        continue;
      }
      included.push_back(column);
      selected.push_back(column->quoted);
      info.columns.push_back(column->column);
      sheet.parallel_safe = sheet.parallel_safe && column->parallel_safe;
      warn_foreign_cast(info, *column);
    }
    info.query = query_for(relation, selected, order_of(relation, included));
    warn_unordered(info, included);
  }

  void leave_out(model::SheetInfo& info, const ColumnFacts& column, const CodedText& why) {
    info.omitted_columns.push_back(column.column.name);
    registry_.warnings.push_back(
        {info.sheet, column.column.name, coded("column_left_out", {}, why), 0});
  }

  void warn_foreign_cast(const model::SheetInfo& info, const ColumnFacts& column) {
    if (column.foreign_cast)
      registry_.warnings.push_back({info.sheet, column.column.name, coded("foreign_cast"), 0});
  }

  void warn_unordered(const model::SheetInfo& info,
                      const std::vector<const ColumnFacts*>& columns) {
    const bool ordered = std::any_of(columns.begin(), columns.end(), [](const ColumnFacts* column) {
      return column->orderable || column->key_position > 0;
    });
    if (!ordered) registry_.warnings.push_back({info.sheet, "", coded("unordered"), 0});
  }

  std::vector<RelationId> relations_read(const RelationFacts& relation) const {
    std::set<RelationId> reads;
    if (relation.kind == 'p') reads = index_.descendants(relation.id);
    reads.insert(relation.id);
    return {reads.begin(), reads.end()};
  }

  const DatabaseFacts& facts_;
  const Index index_;
  const PartitionReasons partitions_;
  const Rules rules_;
  model::NameRegister names_;
  Registry registry_;
};

}  // namespace

Registry plan_registry(const DatabaseFacts& facts) { return Planner(facts).plan(); }

}  // namespace paliad::policy
