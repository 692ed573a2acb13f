#include "backend/postgres/encoding.hpp"

#include "backend/postgres/valves.hpp"

#include <cstring>

namespace paliad::postgres {

namespace {

std::string ascii_of(const char* text) {
  std::string ascii = text;
  for (char& c : ascii)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return ascii;
}

}  // namespace

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

std::string to_utf8_or_ascii(const char* server_text) noexcept {
  if (server_text == nullptr) return {};
  try {
    return to_utf8(server_text);
  } catch (...) {
    return ascii_of(server_text);
  }
}

std::string from_utf8_or_ascii(const std::string& utf8) noexcept {
  try {
    return from_utf8(utf8);
  } catch (...) {
    return ascii_of(utf8.c_str());
  }
}

}  // namespace paliad::postgres
