// Makes the parts of a script from objects in their order.
#pragma once

#include "core/schema/object_order.hpp"
#include "core/schema/schema_statements.hpp"

namespace paliad::schema {

// Each part has a heading and the consecutive statements for it. `with_roles` adds owners, rights,
// and other statements that name roles.
Script script_parts(const ObjectGraph& graph, const ObjectOrder& order, bool with_roles);

// Whether the address denotes a carried object or a part of one.
bool is_made(const ObjectPlaces& places, const Losses& losses, Address address);

// The carried extensions that another carried object needs, each with the names of those objects.
std::vector<NeededExtension> needed_extensions(const ObjectGraph& graph, const Losses& losses);

}  // namespace paliad::schema
