#include "core/formats/csv_columns.hpp"

#include "core/base/byte_search.hpp"

#include <algorithm>

namespace paliad::formats {

namespace {

constexpr std::string_view end_of_data = R"(\.)";

constexpr auto ends_value = [](const auto& bytes) {
  return (bytes == '"') | (bytes == ',') | (bytes == '\n');
};
constexpr auto ends_row_or_quotes = [](const auto& bytes) {
  return (bytes == '"') | (bytes == '\n');
};

}  // namespace

CsvColumns::CsvColumns(std::vector<bool> kept)
    : kept_(std::move(kept)), first_kept_(static_cast<std::size_t>(
                                  std::find(kept_.begin(), kept_.end(), true) - kept_.begin())) {}

std::string_view CsvColumns::pass(std::string_view piece) {
  out_.clear();
  while (!piece.empty()) {
    const std::size_t plain =
        in_quotes_ ? std::min(piece.find('"'), piece.size()) : find_special(piece, 0, ends_value);
    if (is_kept()) keep(piece.substr(0, plain));
    piece.remove_prefix(plain);
    if (piece.empty()) break;
    const char c = piece.front();
    if (c == '"') {
      in_quotes_ = !in_quotes_;
      if (is_kept()) keep(piece.substr(0, 1));
    } else if (c == '\n') {
      end_line();
    } else {
      ++column_;
      if (is_kept() && column_ > first_kept_) keep(",");
    }
    piece.remove_prefix(1);
  }
  return out_;
}

// Holds the row back while it may be \. alone: COPY takes such a line for the end of the data.
void CsvColumns::keep(std::string_view text) {
  if (line_goes_on_) {
    out_ += text;
    return;
  }
  line_ += text;
  if (line_.size() <= end_of_data.size()) return;
  out_ += line_;
  line_.clear();
  line_goes_on_ = true;
}

void CsvColumns::end_line() {
  out_ += line_ == end_of_data ? R"("\.")" : line_;
  out_ += '\n';
  line_.clear();
  line_goes_on_ = false;
  column_ = 0;
}

// How many bytes of the piece belong to the current row.
std::size_t CsvRows::to_row_end(std::string_view piece) noexcept {
  std::size_t at = 0;
  while (at < piece.size()) {
    at = in_quotes_ ? std::min(piece.find('"', at), piece.size())
                    : find_special(piece, at, ends_row_or_quotes);
    if (at == piece.size()) break;
    if (piece[at++] == '\n') return at;
    in_quotes_ = !in_quotes_;
  }
  return at;
}

}  // namespace paliad::formats
