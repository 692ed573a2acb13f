// Loads rows into a table with the server's own COPY.
#pragma once

#include "backend/postgres/valves.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::postgres {

// The next bytes, valid until the next call; empty at the end.
using Pieces = std::function<std::string_view()>;

// Loads CSV in UTF-8 with a header, whose columns are `columns` (all of the table's where empty),
// into the table `relation`. Doesn't check the current user's rights in the table: the caller must
// have done that. Returns the number of rows. Throws what the server raises and what `pieces`
// throws.
std::uint64_t copy_in(Oid relation, const std::vector<std::string>& columns, const Pieces& pieces);

}  // namespace paliad::postgres
