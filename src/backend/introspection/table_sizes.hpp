// How large the tables of the sheets are.
#pragma once

#include "core/policy/registry.hpp"

#include <cstdint>
#include <vector>

namespace paliad::introspection {

// The bytes on disk of what each sheet reads, TOAST included, in the sheets' order. Throws Error.
std::vector<std::uint64_t> table_sizes(const policy::Registry& registry);

// The bytes on disk of all large objects; 0 where there is none. Throws Error.
std::uint64_t large_objects_size();

// About how many rows a run will read, those of pg_largeobject among them, by the server's
// statistics; by its tables' size where there are none. Throws Error.
std::uint64_t expected_rows(const policy::Registry& registry);

}  // namespace paliad::introspection
