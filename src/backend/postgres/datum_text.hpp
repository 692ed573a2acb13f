// The text of common types' values, faster than by the server's output functions: without a copy
// where the bytes lie in the value, else in a buffer. Letter by letter what the function gives
// under the settings that a run pins (ISO dates, UTC).
#pragma once

#include "backend/postgres/valves.hpp"

#include <cstddef>
#include <string_view>

namespace paliad::postgres {

// Room for any text that isn't in the value itself.
inline constexpr std::size_t datum_text_size = 40;

// Gives the text of `value`, which lives as long as `buffer` and the current memory context;
// without data() where the server must be asked (infinity, BC, years of five digits). May raise an
// ERROR: call it where the server calls.
using DatumText = std::string_view (*)(Datum value, char* buffer);

// What replaces a type's output function; null where nothing does.
DatumText datum_text_for(Oid output_function) noexcept;

}  // namespace paliad::postgres
