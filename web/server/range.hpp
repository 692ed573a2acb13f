// The Range header of a download (RFC 9110, 14).
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

// Takes every Range out of the head of a request, as far as that was read, and returns what they
// say; several are one, with commas between.
std::string take_range(std::string& head);

// What `header` (empty: none) asks for of `size` bytes. A header that is malformed, of another unit
// or of several ranges asks for the whole, as the RFC allows; `beyond` is 416.
Piece wanted_piece(const std::string& header, std::uint64_t size);

// Whether a list of entity tags (If-None-Match, If-Range) has `etag`. A weak one matches only where
// `weak` allows it.
bool names_etag(const std::string& header, const std::string& etag, bool weak);

}  // namespace paliad::web
