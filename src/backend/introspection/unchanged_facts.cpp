#include "backend/introspection/unchanged_facts.hpp"

#include "backend/introspection/facts_reader.hpp"
#include "backend/postgres/scopes.hpp"
#include "core/base/error.hpp"
#include "core/codes/codes.hpp"

#include <algorithm>
#include <map>

namespace paliad::introspection {

namespace {

[[noreturn]] void changed(const std::string& what, const char* how) {
  throw Error(sqlstate::serialization_failure,
              codes::coded("changed_meanwhile", {{"object", what}, {"change", how}}),
              "The backup's snapshot is older than that change, so it would not show one instant.",
              "Run the backup again.");
}

// The facts of a relation that must be the same in the snapshot and once the locks are held.
struct Shape {
  const policy::RelationFacts* relation = nullptr;
  std::vector<const policy::ColumnFacts*> columns;
  // The second value says whether the link is being detached.
  std::vector<std::pair<policy::RelationId, bool>> parents;
  std::vector<std::pair<policy::RelationId, bool>> children;
};

std::map<policy::RelationId, Shape> shapes_of(const policy::DatabaseFacts& facts) {
  std::map<policy::RelationId, Shape> shapes;
  for (const policy::RelationFacts& relation : facts.relations)
    shapes[relation.id].relation = &relation;
  for (const policy::ColumnFacts& column : facts.columns)
    shapes[column.relation].columns.push_back(&column);
  for (const policy::InheritanceFacts& link : facts.inheritance) {
    shapes[link.child].parents.emplace_back(link.parent, link.detaching);
    shapes[link.parent].children.emplace_back(link.child, link.detaching);
  }
  return shapes;
}

bool same_columns(const Shape& a, const Shape& b) {
  return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [](const policy::ColumnFacts* x, const policy::ColumnFacts* y) {
                      return x->number == y->number && x->column.name == y->column.name &&
                             x->column.type == y->column.type;
                    });
}

void require_same(const Shape& before, const std::map<policy::RelationId, Shape>& now) {
  const std::string& qualified = before.relation->qualified;
  const std::string name = "table " + qualified;
  const auto at = now.find(before.relation->id);
  if (at == now.end() || at->second.relation == nullptr)
    changed(name, "dropped or moved to another schema");
  const Shape& after = at->second;
  if (after.relation->qualified != qualified) changed(name, "renamed");
  if (after.relation->file != before.relation->file) changed(name, "rewritten or emptied");
  if (after.relation->kind != before.relation->kind || !same_columns(before, after))
    changed(name, "altered");
  if (after.parents != before.parents) changed(name, "attached or detached");
}

// Checks partitioned tables only: a child table is no part of its parent's sheet, but a partition
// is, even one that is detached again before the run ends.
void require_same_children(const Shape& before, const Shape& now) {
  if (before.relation->kind == 'p' && now.children != before.children)
    changed("table " + before.relation->qualified, "changed in its list of partitions");
}

// Checks that each sheet reads the same relations: a partition that was attached meanwhile is not
// in the old plan, but would be read with its parent.
void require_same_partitions(const policy::Registry& registry, const policy::Registry& now) {
  std::map<std::string, const policy::PlannedSheet*> sheets_now;
  for (const policy::PlannedSheet& sheet : now.sheets) sheets_now[sheet.info.relation] = &sheet;
  for (const policy::PlannedSheet& sheet : registry.sheets) {
    const auto at = sheets_now.find(sheet.info.relation);
    if (at != sheets_now.end() && at->second->reads != sheet.reads)
      changed("table " + sheet.info.relation, "changed in its list of partitions");
  }
}

// Compares only types and labels that are in both: one that was made or dropped meanwhile belongs
// to no value that is read.
void require_same_types(const std::vector<policy::TypeFacts>& before,
                        const std::vector<policy::TypeFacts>& now) {
  std::map<std::string, const policy::TypeFacts*> parts_now;
  for (const policy::TypeFacts& part : now) parts_now[part.part] = &part;
  for (const policy::TypeFacts& part : before) {
    const auto at = parts_now.find(part.part);
    if (at != parts_now.end() && at->second->definition != part.definition)
      changed("type " + part.type, "altered");
  }
}

}  // namespace

void require_unchanged(const policy::Registry& registry, const policy::DatabaseFacts& facts) {
  const postgres::LatestSnapshotScope latest;
  const policy::DatabaseFacts facts_now = read_facts_again(facts);
  const auto before = shapes_of(facts);
  const auto now = shapes_of(facts_now);
  const auto reads = relations_read(registry);
  for (const policy::RelationId id : reads) require_same(before.at(id), now);
  for (const policy::RelationId id : reads) require_same_children(before.at(id), now.at(id));
  require_same_partitions(registry, policy::plan_registry(facts_now));
  require_same_types(facts.types, facts_now.types);
}

}  // namespace paliad::introspection
