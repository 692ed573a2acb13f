// The text of common types' values, faster than with the server's output functions: without a copy
// where the value contains the text, else in a buffer. The text is byte for byte what the output
// function returns under the settings that a run pins (ISO dates, UTC).
#pragma once

#include "backend/postgres/valves.hpp"

#include <cstddef>
#include <string_view>

namespace paliad::postgres {

// The size of a DatumText's buffer: enough for any text that isn't in the value itself.
inline constexpr std::size_t datum_text_size = 40;

// Returns the text of `value`, in the database's encoding, which lives as long as `value`, `buffer`
// and the current memory context. Its data() is null where the output function must be called
// instead (infinity, BC, years of five digits). May raise an ERROR: call it only in code that the
// server calls.
using DatumText = std::string_view (*)(Datum value, char* buffer);

// The function that replaces this output function; null where there is none.
DatumText datum_text_for(Oid output_function) noexcept;

}  // namespace paliad::postgres
