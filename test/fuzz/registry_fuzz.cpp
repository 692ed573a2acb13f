// For any catalogs, even impossible ones (circles of parents, children without a parent), the
// registry terminates, leaves out Paliadin's relations, and has every relation as a sheet or an
// exclusion. For possible catalogs no row is read twice, and none is lost between a partition and
// its table.
#include "core/policy/registry.hpp"

#include "core/base/error.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <map>
#include <set>

namespace paliad::fuzz {
namespace {

using policy::DatabaseFacts;
using policy::Registry;
using policy::RelationFacts;
using policy::RelationId;

bool is_paliadin(const RelationFacts& relation) {
  std::string name = relation.name.substr(0, 8);
  for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return name == "paliadin";
}

RelationFacts take_relation(Input& input, RelationId id) {
  static constexpr const char* beginnings[] = {"", "", "paliadin", "Paliadin_", "ref_", "paliadi"};
  static constexpr char kinds[] = {'r', 'p', 'r', 'v', 'm', 'f'};
  RelationFacts relation;
  relation.id = id;
  relation.kind = kinds[input.number(std::size(kinds))];
  relation.configured = input.number(4) != 1;
  relation.own = input.number(16) == 1 && relation.kind == 'r';  // as the extension's tables are
  relation.schema = input.flag() ? "paliad" : "other";
  relation.name = beginnings[input.number(std::size(beginnings))] + input.text();
  relation.qualified = relation.schema + "." + relation.name + "#" + std::to_string(id);
  return relation;
}

void take_columns(Input& input, RelationId relation, DatabaseFacts& facts) {
  const std::size_t count = input.number(4);
  for (std::size_t i = 0; i < count; ++i) {
    policy::ColumnFacts column;
    column.relation = relation;
    column.quoted = column.column.name = "c" + std::to_string(i);
    column.key_position = static_cast<int>(input.number(3));
    column.orderable = input.flag();
    column.foreign_cast = input.flag();
    facts.columns.push_back(std::move(column));
  }
}

// Whether the server allows one table to be the other's child: tables and foreign tables inherit
// from tables and foreign tables; only a partitioned table has partitions, and nothing inherits
// from a partition.
bool is_possible(const RelationFacts& child, const RelationFacts& parent) {
  const auto holds_rows = [](char kind) { return kind == 'r' || kind == 'f'; };
  if (parent.kind == 'p') return holds_rows(child.kind) || child.kind == 'p';
  return holds_rows(parent.kind) && holds_rows(child.kind) && !parent.partition;
}

// At most one parent for each relation, which is an older one.
void take_possible_links(Input& input, DatabaseFacts& facts) {
  for (std::size_t i = 1; i < facts.relations.size(); ++i) {
    if (!input.flag()) continue;
    RelationFacts& child = facts.relations[i];
    const RelationFacts& parent = facts.relations[input.number(i)];
    if (!is_possible(child, parent)) continue;
    child.partition = parent.kind == 'p';
    facts.inheritance.push_back({child.id, parent.id});
  }
}

// Any relation may be the parent of any other or of itself, or the child of one that doesn't exist.
void take_impossible_links(Input& input, DatabaseFacts& facts) {
  const std::size_t most = facts.relations.size() + 1;
  for (RelationFacts& relation : facts.relations) relation.partition = input.flag();
  for (std::size_t count = input.number(24); count > 0; --count)
    facts.inheritance.push_back({static_cast<RelationId>(1 + input.number(most)),
                                 static_cast<RelationId>(1 + input.number(most))});
}

void take_rule(Input& input, DatabaseFacts& facts) {
  policy::RuleFacts rule;
  const std::size_t about = input.number(facts.relations.size() + 1);
  rule.relation = about == facts.relations.size() ? "no.table" : facts.relations[about].qualified;
  if (input.flag())
    rule.kind = input.flag() ? model::SheetKind::reference : model::SheetKind::entity;
  rule.excluded = input.flag();
  if (input.flag()) rule.position = static_cast<int>(input.number(5)) - 2;
  if (input.flag()) rule.omitted_columns.push_back("c" + std::to_string(input.number(4)));
  rule.note = input.text();
  facts.rules.push_back(std::move(rule));
}

DatabaseFacts take_facts(Input& input, bool possible) {
  DatabaseFacts facts;
  const std::size_t count = 1 + input.number(12);
  for (std::size_t i = 0; i < count; ++i) {
    facts.relations.push_back(take_relation(input, static_cast<RelationId>(i + 1)));
    take_columns(input, facts.relations.back().id, facts);
  }
  if (possible)
    take_possible_links(input, facts);
  else
    take_impossible_links(input, facts);
  for (std::size_t rules = input.number(4); rules > 0; --rules) take_rule(input, facts);
  return facts;
}

// Relations that are Paliadin's, or have such an ancestor: the rule, applied until nothing changes.
std::set<RelationId> kept_in(const DatabaseFacts& facts) {
  std::set<RelationId> kept;
  for (const RelationFacts& relation : facts.relations)
    if (is_paliadin(relation)) kept.insert(relation.id);
  for (std::size_t before = 0; before != kept.size();) {
    before = kept.size();
    for (const policy::InheritanceFacts& link : facts.inheritance)
      if (kept.count(link.parent) > 0) kept.insert(link.child);
  }
  return kept;
}

// How often each relation is a sheet or an exclusion, by its qualified name.
std::map<std::string, int> mentions(const Registry& registry) {
  std::map<std::string, int> count;
  for (const policy::PlannedSheet& sheet : registry.sheets) ++count[sheet.info.relation];
  for (const model::Exclusion& exclusion : registry.exclusions) ++count[exclusion.relation];
  return count;
}

void check_accounts(const DatabaseFacts& facts, const Registry& registry) {
  const std::map<std::string, int> count = mentions(registry);
  for (const RelationFacts& relation : facts.relations) {
    const auto at = count.find(relation.qualified);
    const int times = at == count.end() ? 0 : at->second;
    require(relation.configured ? times == 1 : times <= 1,
            "a relation is a sheet or an exclusion, and only once");
  }
}

void check_sheets(const DatabaseFacts& facts, const Registry& registry) {
  const std::set<RelationId> kept = kept_in(facts);
  std::map<std::string, const RelationFacts*> by_name;
  for (const RelationFacts& relation : facts.relations) by_name[relation.qualified] = &relation;
  std::set<std::string> names;
  for (const policy::PlannedSheet& sheet : registry.sheets) {
    const RelationFacts& relation = *by_name.at(sheet.info.relation);
    require(kept.count(relation.id) == 0, "what is Paliadin's is no sheet");
    require(relation.configured && !relation.own, "a sheet is a table of the schemas");
    require(relation.kind == 'r' || relation.kind == 'p', "a sheet's data lies here");
    require(names.insert(sheet.info.sheet).second, "sheets have names of their own");
    for (const RelationId id : sheet.reads)
      require(!is_paliadin(facts.relations.at(id - 1)), "no sheet reads what is Paliadin's");
    for (const std::string& omitted : sheet.info.omitted_columns)
      for (const model::Column& column : sheet.info.columns)
        require(column.name != omitted, "an omitted column is not read");
  }
}

void check_rows(const DatabaseFacts& facts, const Registry& registry) {
  std::set<RelationId> read;
  for (const policy::PlannedSheet& sheet : registry.sheets)
    for (const RelationId id : sheet.reads)
      require(read.insert(id).second, "no table is read twice");
  std::set<std::string> elsewhere;
  for (const model::Exclusion& exclusion : registry.exclusions)
    if (exclusion.reason.code == "partition") elsewhere.insert(exclusion.relation);
  for (const RelationFacts& relation : facts.relations)
    require(elsewhere.count(relation.qualified) == 0 || read.count(relation.id) > 0,
            "a partition's rows are where they are said to be");
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  const bool possible = input.flag();
  const DatabaseFacts facts = take_facts(input, possible);
  try {
    const Registry registry = paliad::policy::plan_registry(facts);
    check_accounts(facts, registry);
    check_sheets(facts, registry);
    if (possible) check_rows(facts, registry);
  } catch (const paliad::Error& error) {
    require(!facts.rules.empty() || !possible, "only rules and the impossible are refused");
  }
  return 0;
}
