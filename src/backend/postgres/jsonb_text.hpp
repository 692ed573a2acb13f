// The text of a jsonb value, byte for byte what jsonb_out() returns, but faster: jsonb_out() uses
// an iterator, and copies strings byte by byte.
#pragma once

#include "backend/postgres/valves.hpp"

#include <string_view>

namespace paliad::postgres {

// The text lives as long as the current memory context. May raise an ERROR: call it only in code
// that the server calls.
std::string_view jsonb_text(Datum value);

}  // namespace paliad::postgres
