// Objects with any dependencies, also in circles and on objects that were not read: each object is
// carried once or lost, and lost only for a reason; it comes after all that it needs, or after
// their stand-ins; and neither depends on the order of the objects in the input.
#include "core/schema/object_order.hpp"

#include "core/codes/codes.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <map>

namespace paliad::fuzz {
namespace {

using schema::Address;
using schema::Dependency;
using schema::Kind;
using schema::Losses;
using schema::Object;
using schema::ObjectGraph;
using schema::ObjectOrder;
using schema::Step;

constexpr std::uint32_t first_user_oid = 16'384;
constexpr std::size_t most_objects = 16;

Address address_of(std::size_t number) {
  return {1259, first_user_oid + static_cast<std::uint32_t>(number)};
}

Object take_object(Input& input, std::size_t number) {
  static constexpr Kind kinds[] = {Kind::type, Kind::function, Kind::table, Kind::key, Kind::view};
  Object object;
  object.address = address_of(number);
  object.kind = kinds[input.number(std::size(kinds))];
  object.name = "n" + std::to_string(input.number(3));
  const std::size_t traits = input.number(64);
  if (traits % 2 == 1) object.stand_in = "declared";
  object.after_rows = traits / 2 % 2 == 1;
  object.adapts = traits / 4 % 4 == 1;
  if (traits / 16 == 1) object.refusal = codes::coded("named_paliadin");
  return object;
}

// Each object has one part. Dependencies may have numbers beyond the objects, which were not read.
ObjectGraph take_graph(Input& input) {
  ObjectGraph graph;
  const std::size_t count = 1 + input.number(most_objects);
  for (std::size_t i = 0; i < count; ++i) {
    graph.objects.push_back(take_object(input, i));
    graph.parts[address_of(count + i)] = address_of(i);
  }
  for (std::size_t edges = input.number(64); edges > 0; --edges) {
    const Address object = address_of(input.number(2 * count));
    graph.dependencies.push_back({object, 0, address_of(input.number(2 * count + 1)), 0});
  }
  return graph;
}

// Which object needs which, by their indexes; `strange`: which needs one that was not read.
struct Needs {
  explicit Needs(const ObjectGraph& graph)
      : count(graph.objects.size()), direct(count, std::vector<bool>(count, false)),
        strange(count, false) {
    for (const Dependency& dependency : graph.dependencies) {
      const std::size_t object = dependency.object.object - first_user_oid;
      const std::size_t needed = dependency.needed.object - first_user_oid;
      if (needed == 2 * count)
        strange[object % count] = true;
      else if (object % count != needed % count)
        direct[object % count][needed % count] = true;
    }
  }

  std::size_t count;
  std::vector<std::vector<bool>> direct;
  std::vector<bool> strange;
};

// Marks objects that need a lost one, and can't adapt, as lost too, until nothing changes.
void spread(const ObjectGraph& graph, const Needs& needs, std::vector<bool>& lost) {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < needs.count; ++i)
      for (std::size_t needed = 0; needed < needs.count; ++needed) {
        if (lost[i] || graph.objects[i].adapts || !needs.direct[i][needed] || !lost[needed])
          continue;
        lost[i] = changed = true;
      }
  }
}

// The objects that reach themselves without passing one that has a stand-in or is lost.
std::vector<bool> in_whole_circles(const ObjectGraph& graph, const Needs& needs,
                                   const std::vector<bool>& lost) {
  auto reaches = needs.direct;
  const auto is_open = [&](std::size_t i) { return !lost[i] && graph.objects[i].stand_in.empty(); };
  for (std::size_t over = 0; over < needs.count; ++over)
    for (std::size_t from = 0; is_open(over) && from < needs.count; ++from)
      for (std::size_t to = 0; to < needs.count; ++to)
        if (reaches[from][over] && reaches[over][to]) reaches[from][to] = true;
  std::vector<bool> circles(needs.count);
  for (std::size_t i = 0; i < needs.count; ++i) circles[i] = is_open(i) && reaches[i][i];
  return circles;
}

std::vector<bool> expected_losses(const ObjectGraph& graph, const Needs& needs) {
  std::vector<bool> lost(needs.count);
  for (std::size_t i = 0; i < needs.count; ++i)
    lost[i] = graph.objects[i].refusal || (needs.strange[i] && !graph.objects[i].adapts);
  spread(graph, needs, lost);
  const std::vector<bool> circles = in_whole_circles(graph, needs, lost);
  for (std::size_t i = 0; i < needs.count; ++i)
    if (circles[i]) lost[i] = true;
  spread(graph, needs, lost);
  return lost;
}

void check_losses(const ObjectGraph& graph, const Losses& losses) {
  const std::vector<bool> expected = expected_losses(graph, Needs(graph));
  for (std::size_t i = 0; i < losses.size(); ++i)
    require(losses[i].has_value() == expected[i], "what can't be made is lost, and nothing else");
}

std::vector<Step> all_steps(const ObjectOrder& order) {
  std::vector<Step> all = order.before;
  all.insert(all.end(), order.after.begin(), order.after.end());
  return all;
}

std::size_t place_of(const Step& step) { return step.object->address.object - first_user_oid; }

// The step at which each object is declared, and the step at which it is whole; by its index.
struct Times {
  std::map<std::size_t, std::size_t> declared;
  std::map<std::size_t, std::size_t> whole;
};

Times times(const std::vector<Step>& steps) {
  Times times;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    auto& made = steps[i].stand_in ? times.declared : times.whole;
    require(made.emplace(place_of(steps[i]), i).second, "each is made once");
  }
  for (const Step& step : steps)
    require(step.completion == (!step.stand_in && times.declared.count(place_of(step)) > 0),
            "what was declared is completed");
  return times;
}

void check_order(const ObjectGraph& graph, const Losses& losses, const ObjectOrder& order) {
  const Needs needs(graph);
  const Times made = times(all_steps(order));
  for (const auto& [place, time] : made.declared)
    require(!graph.objects[place].stand_in.empty() && time < made.whole.at(place),
            "what has a stand-in is declared, then completed");
  for (std::size_t i = 0; i < needs.count; ++i) {
    require((made.whole.count(i) > 0) != losses[i].has_value(), "each is carried or lost");
    for (std::size_t needed = 0; needed < needs.count; ++needed) {
      if (losses[i] || losses[needed] || !needs.direct[i][needed]) continue;
      const auto early = made.declared.find(needed);
      const std::size_t there =
          early == made.declared.end() ? made.whole.at(needed) : early->second;
      require(there < made.whole.at(i), "each comes after all that it needs");
    }
  }
}

void check_rows(const ObjectGraph& graph, const ObjectOrder& order) {
  const Needs needs(graph);
  for (const Step& step : order.after)
    require(step.object->after_rows, "what isn't for after the rows comes before them");
  for (const Step& step : order.before) {
    if (!step.object->after_rows) continue;
    const std::size_t place = place_of(step);
    const bool needed =
        std::any_of(order.before.begin(), order.before.end(), [&](const Step& user) {
          return needs.direct[place_of(user)][place] || (place_of(user) == place && step.stand_in);
        });
    require(needed, "what is for after the rows comes before them only where it is needed");
  }
}

std::string said(const ObjectOrder& order) {
  std::string text;
  for (const Step& step : order.before)
    text += std::to_string(step.object->address.object) + (step.stand_in ? "- " : " ");
  text += "rows ";
  for (const Step& step : order.after)
    text += std::to_string(step.object->address.object) + (step.stand_in ? "- " : " ");
  return text;
}

std::string said(const ObjectGraph& graph, const Losses& losses) {
  std::map<std::uint32_t, std::string> reasons;
  for (std::size_t i = 0; i < losses.size(); ++i)
    reasons[graph.objects[i].address.object] = losses[i] ? losses[i]->text : "";
  std::string text;
  for (const auto& [oid, reason] : reasons) text += reason + "\n";
  return text;
}

void check_the_other_way_round(const ObjectGraph& graph, const Losses& losses,
                               const ObjectOrder& order) {
  ObjectGraph other = graph;
  std::reverse(other.objects.begin(), other.objects.end());
  std::reverse(other.dependencies.begin(), other.dependencies.end());
  Losses again = schema::find_losses(other, [](Kind) { return true; });
  const ObjectOrder same = schema::put_in_order(other, again);
  require(said(other, again) == said(graph, losses), "losses don't depend on the catalogs' order");
  require(said(same) == said(order), "the order doesn't depend on the catalogs'");
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  const ObjectGraph graph = take_graph(input);
  Losses losses = paliad::schema::find_losses(graph, [](Kind) { return true; });
  const ObjectOrder order = paliad::schema::put_in_order(graph, losses);
  check_losses(graph, losses);
  check_order(graph, losses, order);
  check_rows(graph, order);
  check_the_other_way_round(graph, losses, order);
  return 0;
}
