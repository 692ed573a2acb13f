// Leaves out what a script of tables doesn't need.
#pragma once

#include "core/schema/object_order.hpp"

namespace paliad::schema {

// Marks as lost, with the code "unwanted", the schemas, collations, types (with their defaults and
// checks) and sequences that were not asked for, and all extensions, unless something that is
// carried needs them.
void lose_unneeded(const ObjectGraph& graph, Losses& losses);

}  // namespace paliad::schema
