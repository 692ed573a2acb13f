// A database's catalogs as a test describes them.
#pragma once

#include "core/policy/registry.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace paliad::test {

class Catalog {
public:
  // A relation with an integer primary key `id`. `name` is schema.relation; ids count from 1.
  policy::RelationId add(const std::string& name, char kind = 'r') {
    const policy::RelationId id = add_bare(name, kind);
    column(id, "id", 1, true);
    return id;
  }

  void configure(const std::string& schema) { facts_.schemas.push_back(schema); }

  // A relation without columns.
  policy::RelationId add_bare(const std::string& name, char kind = 'r') {
    const std::size_t dot = name.find('.');
    policy::RelationFacts relation;
    relation.id = static_cast<policy::RelationId>(facts_.relations.size() + 1);
    relation.schema = name.substr(0, dot);
    relation.name = name.substr(dot + 1);
    relation.qualified = name;
    relation.kind = kind;
    relation.configured = relation.schema != "elsewhere";
    facts_.relations.push_back(std::move(relation));
    return facts_.relations.back().id;
  }

  void column(policy::RelationId relation, const std::string& name, int key_position,
              bool orderable) {
    policy::ColumnFacts column;
    column.relation = relation;
    column.quoted = name;
    column.key_position = key_position;
    column.orderable = orderable;
    column.column.name = name;
    facts_.columns.push_back(std::move(column));
  }

  void foreign_cast(policy::RelationId relation, const std::string& name) {
    column(relation, name, 0, true);
    facts_.columns.back().foreign_cast = true;
  }

  // A column whose values may contain rows of the relation `rows_of`.
  void column_of_rows(policy::RelationId relation, const std::string& name,
                      policy::RelationId rows_of, int key_position = 0) {
    column(relation, name, key_position, true);
    facts_.columns.back().contents.rows_of = {rows_of};
  }

  // A column whose values may contain the type `type`, which is Paliadin's.
  void column_of_paliadin(policy::RelationId relation, const std::string& name,
                          const std::string& type) {
    column(relation, name, 0, true);
    facts_.columns.back().contents.paliadin = type;
  }

  // As after DETACH PARTITION ... CONCURRENTLY has begun.
  void begin_detaching(policy::RelationId partition) {
    for (policy::InheritanceFacts& link : facts_.inheritance)
      if (link.child == partition) link.detaching = true;
  }

  void inherit(policy::RelationId child, policy::RelationId parent) {
    facts_.inheritance.push_back({child, parent, false});
  }

  policy::RelationId add_partition(const std::string& name, policy::RelationId parent,
                                   char kind = 'r') {
    const policy::RelationId id = add(name, kind);
    attach(id, parent);
    return id;
  }

  void attach(policy::RelationId partition, policy::RelationId parent) {
    facts_.relations[partition - 1].partition = true;
    inherit(partition, parent);
  }

  void own(policy::RelationId relation) { facts_.relations[relation - 1].own = true; }

  policy::RuleFacts& rule(const std::string& relation) {
    facts_.rules.emplace_back();
    facts_.rules.back().relation = relation;
    return facts_.rules.back();
  }

  policy::Registry plan() const { return policy::plan_registry(facts_); }

  std::vector<std::string> sheets() const {
    std::vector<std::string> names;
    for (const policy::PlannedSheet& sheet : plan().sheets) names.push_back(sheet.info.sheet);
    return names;
  }

  // The reason why a relation is left out; empty where it is not.
  std::string reason(const std::string& relation) const {
    for (const model::Exclusion& exclusion : plan().exclusions)
      if (exclusion.relation == relation) return exclusion.reason.text;
    return {};
  }

  // The query that reads a relation; empty where it is no sheet.
  std::string query(const std::string& relation) const {
    for (const policy::PlannedSheet& sheet : plan().sheets)
      if (sheet.info.relation == relation) return sheet.info.query;
    return {};
  }

private:
  policy::DatabaseFacts facts_;
};

}  // namespace paliad::test
