#include "range.hpp"

#include "trimmed.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace paliad::web {

namespace {

constexpr std::string_view header_name = "range:";
constexpr std::string_view unit = "bytes=";

// Whether `text` begins with `start`, which is in lower case, in any case.
bool begins_as(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char s, char c) {
           return s == std::tolower(static_cast<unsigned char>(c));
         });
}

// The digits without leading zeros; nothing where the text is no number.
std::optional<std::string> digits_of(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return text.substr(std::min(text.find_first_not_of('0'), text.size() - 1));
}

// The number, or the largest one where it is too large.
std::uint64_t number(const std::string& digits) {
  constexpr std::size_t most_digits = 18;
  return digits.size() > most_digits ? UINT64_MAX : std::stoull(digits);
}

bool smaller(const std::string& left, const std::string& right) {
  return left.size() == right.size() ? left < right : left.size() < right.size();
}

Piece part(std::uint64_t first, std::uint64_t last, std::uint64_t size) {
  if (first >= size) return {Piece::Kind::beyond, 0, 0};
  return {Piece::Kind::part, first, std::min(last, size - 1) - first + 1};
}

}  // namespace

std::string take_range(std::string& head) {
  std::string value;
  // The first line is the request line.
  for (auto at = head.find('\n'); at != std::string::npos;) {
    const auto begin = at + 1;
    const auto end = head.find('\n', begin);
    if (end == std::string::npos) break;
    const std::string line = head.substr(begin, end - begin);
    if (!begins_as(line, header_name)) {
      at = end;
      continue;
    }
    value += (value.empty() ? "" : ", ") +
             trimmed(line.substr(header_name.size(), line.find('\r') - header_name.size()));
    head.erase(begin, end + 1 - begin);
  }
  return value;
}

Piece wanted_piece(const std::string& header, std::uint64_t size) {
  const Piece whole{Piece::Kind::whole, 0, size};
  if (!begins_as(header, unit)) return whole;
  const std::string range = trimmed(header.substr(unit.size()));
  const auto dash = range.find('-');
  if (dash == std::string::npos) return whole;
  const std::string first_text = range.substr(0, dash);
  const std::string last_text = range.substr(dash + 1);
  const auto first = digits_of(first_text);
  const auto last = digits_of(last_text);
  if (first_text.empty() && last) {
    const std::uint64_t tail = std::min(number(*last), size);
    if (tail == 0) return {Piece::Kind::beyond, 0, 0};
    return {Piece::Kind::part, size - tail, tail};
  }
  if (!first || (!last && !last_text.empty()) || (last && smaller(*last, *first))) return whole;
  return part(number(*first), last ? number(*last) : UINT64_MAX, size);
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
