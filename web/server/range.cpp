#include "range.hpp"

#include "trimmed.hpp"

#include <algorithm>
#include <optional>

namespace paliad::web {

namespace {

// A number, or the largest one where it is larger still; nothing where it is none.
std::optional<std::uint64_t> number(const std::string& digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  constexpr std::size_t most_digits = 18;
  if (digits.size() > most_digits) return UINT64_MAX;
  return std::stoull(digits);
}

Piece part(std::uint64_t first, std::uint64_t last, std::uint64_t size) {
  if (first >= size) return {Piece::Kind::beyond, 0, 0};
  return {Piece::Kind::part, first, std::min(last, size - 1) - first + 1};
}

}  // namespace

Piece wanted_piece(const std::string& header, std::uint64_t size) {
  const Piece whole{Piece::Kind::whole, 0, size};
  const std::string unit = "bytes=";
  if (header.compare(0, unit.size(), unit) != 0) return whole;
  const std::string range = trimmed(header.substr(unit.size()));
  const auto dash = range.find('-');
  if (dash == std::string::npos) return whole;
  const std::string first_text = range.substr(0, dash);
  const std::string last_text = range.substr(dash + 1);
  const auto first = number(first_text);
  const auto last = number(last_text);
  if (first_text.empty() && last) {
    if (*last == 0 || size == 0) return {Piece::Kind::beyond, 0, 0};
    const std::uint64_t tail = std::min(*last, size);
    return {Piece::Kind::part, size - tail, tail};
  }
  if (!first || (!last && !last_text.empty()) || (last && *last < *first)) return whole;
  return part(*first, last.value_or(UINT64_MAX), size);
}

bool names_etag(const std::string& header, const std::string& etag, bool weak) {
  for (std::size_t at = 0; at < header.size();) {
    const auto end = std::min(header.find(',', at), header.size());
    std::string one = trimmed(header.substr(at, end - at));
    if (weak && one == "*") return true;
    if (weak && one.compare(0, 2, "W/") == 0) one.erase(0, 2);
    if (one == etag) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace paliad::web
