#include "core/schema/needed_objects.hpp"

#include "core/codes/codes.hpp"

namespace paliad::schema {

namespace {

// Whether the object is carried only if another one needs it.
bool serves_others(const Object& object) {
  switch (object.kind) {
  case Kind::extension:
    return true;
  case Kind::schema:
  case Kind::collation:
  case Kind::type:
  case Kind::domain_default:
  case Kind::domain_check:
  case Kind::sequence:
    return !object.asked;
  default:
    return false;
  }
}

bool belongs_to_type(const Object& object) {
  return object.kind == Kind::domain_default || object.kind == Kind::domain_check;
}

using Edges = std::vector<std::vector<std::size_t>>;

// For each object what must be carried with it: what it needs, and a domain's default and checks.
Edges companions(const ObjectGraph& graph, const Losses& losses) {
  const ObjectPlaces places(graph);
  Edges edges(graph.objects.size());
  for (const Dependency& dependency : graph.dependencies) {
    const auto object = places.of(dependency.object);
    const auto needed = places.of(dependency.needed);
    if (!object || !needed || losses[*object] || losses[*needed]) continue;
    edges[*object].push_back(*needed);
    if (belongs_to_type(graph.objects[*object]) && graph.objects[*needed].kind == Kind::type)
      edges[*needed].push_back(*object);
  }
  return edges;
}

}  // namespace

void lose_unneeded(const ObjectGraph& graph, Losses& losses) {
  const Edges edges = companions(graph, losses);
  std::vector<bool> needed(graph.objects.size(), false);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < needed.size(); ++i)
    if (!losses[i] && !serves_others(graph.objects[i])) open.push_back(i);
  while (!open.empty()) {
    const std::size_t place = open.back();
    open.pop_back();
    if (needed[place]) continue;
    needed[place] = true;
    open.insert(open.end(), edges[place].begin(), edges[place].end());
  }
  for (std::size_t i = 0; i < needed.size(); ++i)
    if (!losses[i] && !needed[i]) losses[i] = codes::coded("unwanted");
}

}  // namespace paliad::schema
