#include "core/formats/end_of_data.hpp"

#include <algorithm>

namespace paliad::formats {

namespace {

constexpr std::string_view beginning = "\n\\.";
constexpr std::size_t longest = 5;  // of the line, with \n before and \r\n after it

bool has_line(std::string_view text) {
  for (std::size_t at = text.find(beginning); at != std::string_view::npos;
       at = text.find(beginning, at + 1)) {
    const std::string_view rest = text.substr(at + beginning.size());
    if (rest.substr(0, 1) == "\n" || rest.substr(0, 2) == "\r\n") return true;
  }
  return false;
}

}  // namespace

void EndOfDataSearch::feed(std::string_view piece) {
  if (found_) return;
  last_.append(piece.substr(0, longest));
  found_ = has_line(last_) || has_line(piece);
  if (piece.size() > longest) last_ = piece.substr(piece.size() - longest + 1);
  last_.erase(0, last_.size() - std::min(last_.size(), longest - 1));
}

}  // namespace paliad::formats
