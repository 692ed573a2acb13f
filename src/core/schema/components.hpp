// The strongly connected components of a directed graph.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

namespace paliad::schema {

// `needs[i]` are the nodes that node i points to. Each node is in exactly one component; a node in
// no cycle is alone in its own. Algorithm: R. Tarjan, "Depth-first search and linear graph
// algorithms" (1972), without recursion, because a path may be as long as the graph.
std::vector<std::vector<std::size_t>> components(const std::vector<std::set<std::size_t>>& needs);

}  // namespace paliad::schema
