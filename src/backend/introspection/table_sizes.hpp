// The sizes of the sheets' tables.
#pragma once

#include "core/policy/registry.hpp"

#include <cstdint>
#include <vector>

namespace paliad::introspection {

// The size on disk, in bytes, of the relations that each sheet reads, with TOAST, in the sheets'
// order. Throws Error.
std::vector<std::uint64_t> table_sizes(const policy::Registry& registry);

// The size on disk, in bytes, of all large objects; 0 where there is none. Throws Error.
std::uint64_t large_objects_size();

// An estimate of the number of rows that a run will read, with those of pg_largeobject: from the
// server's statistics, or from a table's size where there are none. Throws Error.
std::uint64_t expected_rows(const policy::Registry& registry);

}  // namespace paliad::introspection
