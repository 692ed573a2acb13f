// Range requests (RFC 9110, 14), and the entity tags of their conditions.
#pragma once

#include <cstdint>
#include <string>

namespace paliad::web {

// The bytes to send: `size` of them from `first`.
struct Piece {
  enum class Kind { whole, part, beyond } kind = Kind::whole;
  std::uint64_t first = 0;
  std::uint64_t size = 0;
};

// Removes every Range field from the head of a request, which may be cut off, and returns their
// values, joined by commas.
std::string take_range(std::string& head);

// The piece of `size` bytes that the value of Range (empty: none) asks for. A value that is
// malformed, of another unit or of several ranges means the whole, as the RFC allows. `beyond`: to
// be answered with 416.
Piece wanted_piece(const std::string& header, std::uint64_t size);

// Whether the value of If-None-Match or If-Range, a list of entity tags, has `etag` (with its
// quotes). A weak tag, and *, match only where `weak` is true.
bool names_etag(const std::string& header, const std::string& etag, bool weak);

}  // namespace paliad::web
