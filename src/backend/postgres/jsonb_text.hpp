// The text of a jsonb value, letter by letter what jsonb_out() gives, which goes through the value
// by an iterator and copies its strings byte by byte.
#pragma once

#include "backend/postgres/valves.hpp"

#include <string_view>

namespace paliad::postgres {

// Lives as long as the current memory context. May raise an ERROR: call it where the server calls.
std::string_view jsonb_text(Datum value);

}  // namespace paliad::postgres
