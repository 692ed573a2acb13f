// Objects in their order as the parts of a script.
#pragma once

#include "core/bundle/schema_statements.hpp"
#include "core/schema/object_order.hpp"

namespace paliad::schema {

// Each part is what follows of one kind. `with_roles`: with owners and rights, and what names roles
// otherwise.
bundle::Script script_parts(const ObjectGraph& graph, const ObjectOrder& order, bool with_roles);

// Whether that is carried, or a part of what is.
bool is_made(const ObjectPlaces& places, const Losses& losses, Address address);

// The extensions that something carried needs, and what that is.
std::vector<bundle::NeededExtension> needed_extensions(const ObjectGraph& graph,
                                                       const Losses& losses);

}  // namespace paliad::schema
