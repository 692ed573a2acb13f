// Text in memory that processes share.
#pragma once

#include "backend/postgres/server.hpp"

#include <cstring>
#include <string>

namespace paliad::postgres {

// Copies UTF-8 text and a terminating zero into `into`, which has `size` bytes; a longer text is
// cut between two characters.
inline void copy_text(char* into, std::size_t size, const std::string& text) noexcept {
  const int length = pg_encoding_mbcliplen(PG_UTF8, text.data(), static_cast<int>(text.size()),
                                           static_cast<int>(size) - 1);
  std::memcpy(into, text.data(), static_cast<std::size_t>(length));
  into[length] = '\0';
}

}  // namespace paliad::postgres
