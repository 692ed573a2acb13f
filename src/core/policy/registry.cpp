#include "core/policy/registry.hpp"

#include "core/codes/codes.hpp"
#include "core/model/sheet_names.hpp"
#include "core/policy/inclusion.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace paliad::policy {

namespace {

using codes::coded;

// In UTF-16 units. File systems allow names of 255 bytes, with ".json" and a number.
constexpr std::size_t longest_sheet_name = 80;

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
      : facts_(facts), index_(facts), inclusion_(facts, index_) {}

  Registry plan() {
    std::vector<const RelationFacts*> included = divide();
    sort_for_output(included);
    for (const RelationFacts* relation : included) add_sheet(*relation);
    warn_without_sheets(included);
    return std::move(registry_);
  }

private:
  std::vector<const RelationFacts*> divide() {
    std::vector<const RelationFacts*> included;
    for (const RelationFacts& relation : facts_.relations) {
      if (!relation.configured) {
        note_outside_child(relation);
        continue;
      }
      CodedText reason = inclusion_.reason_left_out(relation);
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
      const RuleFacts* rule = inclusion_.rule_of(*relation);
      const bool placed = rule != nullptr && rule->position.has_value();
      return std::make_tuple(!placed, placed ? *rule->position : 0, kind_of(*relation, rule));
    };
    std::stable_sort(relations.begin(), relations.end(),
                     [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  }

  void add_sheet(const RelationFacts& relation) {
    const RuleFacts* rule = inclusion_.rule_of(relation);
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
      if (const CodedText why = inclusion_.reason_of_contents(*column); !why.empty()) {
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

  // Such a schema may be misspelled, or one whose tables were moved.
  void warn_without_sheets(const std::vector<const RelationFacts*>& included) {
    for (const std::string& schema : facts_.schemas) {
      const bool has_sheet =
          std::any_of(included.begin(), included.end(),
                      [&](const RelationFacts* relation) { return relation->schema == schema; });
      if (!has_sheet)
        registry_.warnings.push_back({"", "", coded("no_sheets", {{"schema", schema}}), 0});
    }
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
  const FactIndex index_;
  const Inclusion inclusion_;
  model::NameRegister names_;
  Registry registry_;
};

}  // namespace

Registry plan_registry(const DatabaseFacts& facts) { return Planner(facts).plan(); }

}  // namespace paliad::policy
