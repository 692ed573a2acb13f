#include "backend/postgres/encoding.hpp"

#include "backend/postgres/valves.hpp"
#include "core/base/ascii.hpp"

#include <cstring>

namespace paliad::postgres {

std::string to_utf8(const char* server_text) {
  if (GetDatabaseEncoding() == PG_UTF8) return server_text;
  const char* converted = call_backend([&]() -> const char* {
    return pg_server_to_any(server_text, static_cast<int>(std::strlen(server_text)), PG_UTF8);
  });
  return converted;
}

std::string from_utf8(const std::string& utf8) {
  if (GetDatabaseEncoding() == PG_UTF8) return utf8;
  const char* converted = call_backend([&]() -> const char* {
    return pg_any_to_server(utf8.c_str(), static_cast<int>(utf8.size()), PG_UTF8);
  });
  return converted;
}

std::string from_utf8_or_ascii(const std::string& utf8) noexcept {
  return detail::server_text(utf8);
}

std::string representable_utf8(const std::string& utf8) noexcept {
  try {
    (void)from_utf8(utf8);
    return utf8;
  } catch (...) {
    return in_ascii(utf8);
  }
}

}  // namespace paliad::postgres
