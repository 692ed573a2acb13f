#include "core/schema/object_order.hpp"

#include "core/codes/codes.hpp"
#include "core/schema/components.hpp"

#include <algorithm>
#include <queue>
#include <set>

namespace paliad::schema {

namespace {

using codes::coded;
using Places = ObjectPlaces;

constexpr std::uint32_t first_user_oid = 16384;  // access/transam.h, FirstNormalObjectId

std::string name_of(const ObjectGraph& graph, Address address) {
  const auto name = graph.other_names.find(address);
  return name != graph.other_names.end() ? name->second
                                         : "object " + std::to_string(address.object);
}

// Why nothing that could be carried meets `dependency`. nullopt where it is met, or where that
// depends on whether another object is lost.
std::optional<CodedText> unmet(const ObjectGraph& graph, const Places& places,
                               const Dependency& dependency, Kind kind) {
  const auto column = graph.changed_columns.find({dependency.needed, dependency.needed_column});
  if (column != graph.changed_columns.end() && (column->second.gone || kind != Kind::key))
    return column->second.why;
  if (dependency.needed.object < first_user_oid || places.of(dependency.needed))
    return std::nullopt;
  return coded("needs_object", {{"object", name_of(graph, dependency.needed)}});
}

// For each object the objects that need it.
std::vector<std::vector<std::size_t>> users_of(const ObjectGraph& graph, const Places& places) {
  std::vector<std::vector<std::size_t>> users(graph.objects.size());
  for (const Dependency& dependency : graph.dependencies) {
    const auto object = places.of(dependency.object);
    const auto needed = places.of(dependency.needed);
    if (object && needed && *object != *needed) users[*needed].push_back(*object);
  }
  return users;
}

// Marks as lost, round by round, what needs a lost object. The reason names an object that was lost
// in an earlier round, of several the first by name, so it doesn't depend on the graph's order.
void spread(const ObjectGraph& graph, const std::vector<std::vector<std::size_t>>& users,
            Losses& losses) {
  std::vector<std::size_t> lost;  // in the last round
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (losses[i]) lost.push_back(i);
  while (!lost.empty()) {
    std::map<std::size_t, std::string> names;  // of a lost object, by the index of its user
    for (const std::size_t needed : lost) {
      const std::string name = described(graph.objects[needed]).text;
      for (const std::size_t user : users[needed]) {
        if (losses[user] || graph.objects[user].adapts) continue;
        std::string& first = names.emplace(user, name).first->second;
        first = std::min(first, name);
      }
    }
    lost.clear();
    for (const auto& [user, name] : names) {
      losses[user] = coded("needs_object", {{"object", name}});
      lost.push_back(user);
    }
  }
}

// The losses by needs that nothing can meet; of several reasons the first by its text.
Losses unmet_needs(const ObjectGraph& graph, const Places& places) {
  Losses losses(graph.objects.size());
  for (const Dependency& dependency : graph.dependencies) {
    const auto object = places.of(dependency.object);
    if (!object || graph.objects[*object].adapts || places.of(dependency.needed) == object)
      continue;
    const auto why = unmet(graph, places, dependency, graph.objects[*object].kind);
    if (why && (!losses[*object] || why->text < losses[*object]->text)) losses[*object] = why;
  }
  return losses;
}

// The graph of the objects that are not lost. Each has a second node, for its stand-in.
class Order {
public:
  Order(const ObjectGraph& graph, const Losses& losses)
      : graph_(graph), places_(graph), count_(graph.objects.size()), needs_(2 * count_),
        present_(2 * count_, false) {
    for (std::size_t i = 0; i < count_; ++i) present_[i] = !losses[i];
    for (const Dependency& dependency : graph.dependencies) {
      const auto object = places_.of(dependency.object);
      const auto needed = places_.of(dependency.needed);
      if (object && needed && *object != *needed && present_[*object] && present_[*needed])
        needs_[*object].insert(*needed);
    }
  }

  // While objects need each other, makes one of each cycle in two steps.
  void break_circles() {
    for (bool split_one = true; split_one;) {
      split_one = false;
      for (const auto& circle : components(needs_)) {
        const auto first = first_with_stand_in(circle);
        if (!first) continue;
        split(*first, {circle.begin(), circle.end()});
        split_one = true;
      }
    }
  }

  // The nodes that still need each other.
  std::vector<std::size_t> stuck() const {
    std::vector<std::size_t> all;
    for (const auto& circle : components(needs_))
      if (circle.size() > 1) all.insert(all.end(), circle.begin(), circle.end());
    return all;
  }

  ObjectOrder sorted() const {
    const std::vector<bool> early = needed_before_rows();
    ObjectOrder order;
    for (const std::size_t node : in_order()) {
      const std::size_t place = node % count_;
      const Step step{&graph_.objects[place], node >= count_,
                      node < count_ && present_[node + count_]};
      (early[node] ? order.before : order.after).push_back(step);
    }
    return order;
  }

private:
  // The first by kind and name; nullopt where this is no cycle, or no node is left to split.
  std::optional<std::size_t> first_with_stand_in(const std::vector<std::size_t>& circle) const {
    std::optional<std::size_t> first;
    if (circle.size() < 2) return first;
    for (const std::size_t node : circle) {
      if (node >= count_ || graph_.objects[node].stand_in.empty() || present_[node + count_])
        continue;
      if (!first || comes_later(*first, node)) first = node;
    }
    return first;
  }

  // The other nodes of the cycle then need the stand-in instead of `member`. The stand-in needs
  // what `member` needs outside of the cycle; stand-ins of the cycle's objects count as inside.
  void split(std::size_t member, const std::set<std::size_t>& circle) {
    const std::size_t stand_in = member + count_;
    present_[stand_in] = true;
    for (const std::size_t needed : needs_[member])
      if (circle.count(needed % count_) == 0) needs_[stand_in].insert(needed);
    for (const std::size_t other : circle)
      if (other != member && needs_[other].erase(member) > 0) needs_[other].insert(stand_in);
    needs_[member].insert(stand_in);
  }

  std::vector<bool> needed_before_rows() const {
    std::vector<bool> early(needs_.size(), false);
    std::vector<std::size_t> open;
    for (std::size_t node = 0; node < needs_.size(); ++node)
      if (present_[node] && !graph_.objects[node % count_].after_rows) open.push_back(node);
    while (!open.empty()) {
      const std::size_t node = open.back();
      open.pop_back();
      if (early[node]) continue;
      early[node] = true;
      open.insert(open.end(), needs_[node].begin(), needs_[node].end());
    }
    return early;
  }

  bool comes_later(std::size_t one, std::size_t other) const {
    const auto key = [this](std::size_t node) {
      const Object& object = graph_.objects[node % count_];
      return std::tie(object.kind, object.table, object.name, object.address);
    };
    return key(other) < key(one);
  }

  std::vector<std::size_t> in_order() const {
    std::vector<std::vector<std::size_t>> users(needs_.size());
    std::vector<std::size_t> open(needs_.size(), 0);
    const auto later = [this](std::size_t one, std::size_t other) {
      return comes_later(one, other);
    };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
    for (std::size_t node = 0; node < needs_.size(); ++node) {
      open[node] = needs_[node].size();
      for (const std::size_t needed : needs_[node]) users[needed].push_back(node);
      if (present_[node] && open[node] == 0) ready.push(node);
    }
    std::vector<std::size_t> order;
    while (!ready.empty()) {
      const std::size_t node = ready.top();
      ready.pop();
      order.push_back(node);
      for (const std::size_t user : users[node])
        if (--open[user] == 0) ready.push(user);
    }
    return order;
  }

  const ObjectGraph& graph_;
  const Places places_;
  const std::size_t count_;
  std::vector<std::set<std::size_t>> needs_;  // the objects, then their stand-ins
  std::vector<bool> present_;
};

// The code for objects that one name denotes, without their table's.
const char* code_of(Kind kind) {
  switch (kind) {
  case Kind::schema:
    return "object_schema";
  case Kind::extension:
    return "object_extension";
  case Kind::language:
    return "object_language";
  case Kind::collation:
    return "object_collation";
  case Kind::type:
  case Kind::base_type:
    return "object_type";
  case Kind::function:
  case Kind::aggregate:
    return "object_function";
  case Kind::operator_family:
    return "object_operator_family";
  case Kind::operator_class:
    return "object_operator_class";
  case Kind::operator_:
    return "object_operator";
  case Kind::cast:
    return "object_cast";
  case Kind::text_search_parser:
  case Kind::text_search_template:
  case Kind::text_search_dictionary:
  case Kind::text_search_configuration:
    return "object_text_search";
  case Kind::sequence:
  case Kind::sequence_owner:
    return "object_sequence";
  case Kind::index:
  case Kind::attached_index:
    return "object_index";
  case Kind::statistics:
    return "object_statistics";
  case Kind::view:
  case Kind::materialized_view:
    return "object_view";
  default:
    return "object_other";
  }
}

// Whether a partition key may need objects of this kind.
bool is_of_key(Kind kind) {
  return kind == Kind::function || kind == Kind::operator_ || kind == Kind::operator_class ||
         kind == Kind::collation;
}

}  // namespace

ObjectPlaces::ObjectPlaces(const ObjectGraph& graph) : graph_(graph) {
  places_.reserve(graph.objects.size());
  for (std::size_t i = 0; i < graph.objects.size(); ++i)
    places_.emplace(graph.objects[i].address, i);
}

std::optional<std::size_t> ObjectPlaces::of(Address address) const {
  // A part may be a part of a part. The limit ends the search where a broken catalog has a cycle.
  for (std::size_t step = 0; step <= graph_.parts.size(); ++step) {
    const auto place = places_.find(address);
    if (place != places_.end()) return place->second;
    const auto whole = graph_.parts.find(address);
    if (whole == graph_.parts.end()) return std::nullopt;
    address = whole->second;
  }
  return std::nullopt;
}

bool is_gone(const ObjectGraph& graph, Address relation, int column) {
  const auto changed = graph.changed_columns.find({relation, column});
  return changed != graph.changed_columns.end() && changed->second.gone;
}

Losses find_losses(const ObjectGraph& graph, const std::function<bool(Kind)>& wanted) {
  const Places places(graph);
  Losses losses = unmet_needs(graph, places);
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const Object& object = graph.objects[i];
    if (object.refusal)
      losses[i] = object.refusal;
    else if (!wanted(object.kind))
      losses[i] = coded("unwanted");
  }
  spread(graph, users_of(graph, places), losses);
  return losses;
}

std::vector<Address> flattened_tables(const ObjectGraph& graph, const Losses& losses) {
  const Places places(graph);
  std::set<Address> flattened;
  for (const Dependency& dependency : graph.dependencies) {
    const auto table = places.of(dependency.object);
    if (!table || graph.objects[*table].kind != Kind::table ||
        !(graph.objects[*table].address == dependency.object))
      continue;
    const auto needed = places.of(dependency.needed);
    // In pg_depend a column of the key needs its table, and the table the key's functions.
    const bool of_key = dependency.column > 0 && dependency.needed == dependency.object &&
                        dependency.needed_column == 0;
    const bool changed =
        of_key && graph.changed_columns.count({dependency.object, dependency.column}) > 0;
    const bool lost = dependency.column == 0 && needed && losses[*needed] &&
                      is_of_key(graph.objects[*needed].kind);
    if (changed || lost) flattened.insert(dependency.object);
  }
  return {flattened.begin(), flattened.end()};
}

ObjectOrder put_in_order(const ObjectGraph& graph, Losses& losses) {
  for (;;) {
    Order order(graph, losses);
    order.break_circles();
    const std::vector<std::size_t> stuck = order.stuck();
    if (stuck.empty()) return order.sorted();
    for (const std::size_t node : stuck)
      losses[node % graph.objects.size()] = coded("needs_itself");
    spread(graph, users_of(graph, Places(graph)), losses);
  }
}

std::vector<model::NotCarried> not_carried(const ObjectGraph& graph, const Losses& losses) {
  std::vector<model::NotCarried> all;
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (losses[i] && graph.objects[i].asked)
      all.push_back({described(graph.objects[i]), *losses[i]});
  all.insert(all.end(), graph.notes.begin(), graph.notes.end());
  return all;
}

CodedText described(const Object& object) {
  switch (object.kind) {
  case Kind::table:
    return coded("object_table", {{"name", object.name}});
  case Kind::domain_default:
    return coded("object_type_default", {{"name", object.name}});
  case Kind::domain_check:
    return coded("object_type_constraint", {{"name", object.name}, {"type", object.table}});
  case Kind::column_default:
    return coded("object_default", {{"name", object.name}, {"table", object.table}});
  case Kind::key:
  case Kind::check:
  case Kind::foreign_key:
    return coded("object_constraint", {{"name", object.name}, {"table", object.table}});
  case Kind::policy:
    if (object.name.empty()) return coded("object_row_security", {{"table", object.table}});
    return coded("object_policy", {{"name", object.name}, {"table", object.table}});
  case Kind::trigger:
    return coded("object_trigger", {{"name", object.name}, {"table", object.table}});
  case Kind::rule:
    return coded("object_rule", {{"name", object.name}, {"table", object.table}});
  default:
    return coded(code_of(object.kind), {{"name", object.name}});
  }
}

}  // namespace paliad::schema
