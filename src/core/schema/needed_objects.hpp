// What a script of tables can do without.
#pragma once

#include "core/schema/object_order.hpp"

namespace paliad::schema {

// Loses the schemas, extensions, collations, types and sequences that lie outside of what was asked
// for, with types' defaults and checks, unless something that is made needs them. An extension is
// never asked for.
void lose_unneeded(const ObjectGraph& graph, Losses& losses);

}  // namespace paliad::schema
