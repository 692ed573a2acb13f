#include "core/formats/json_reader.hpp"

#include "core/base/byte_search.hpp"

namespace paliad::verify {

namespace {

// The end of the string that begins at `at`, behind its quote.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const auto ends_or_escapes = [](const auto& bytes) { return (bytes == '"') | (bytes == '\\'); };
  for (++at; at < text.size(); at += 2) {
    at = bundle::find_special(text, at, ends_or_escapes);
    if (at < text.size() && text[at] == '"') return at + 1;
  }
  malformed("a JSON string never ends");
}

// The end of the object or array that begins at `at`. Only nesting counts; what is in it doesn't.
std::size_t end_of_nested(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = end_of_string(text, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  malformed("a JSON object or array never ends");
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) malformed("a JSON value is missing");
  if (text[at] == '"') return end_of_string(text, at);
  if (text[at] == '{' || text[at] == '[') return end_of_nested(text, at);
  const std::size_t end = text.find_first_of(",}", at);
  if (end == std::string_view::npos || end == at) malformed("a JSON value is missing");
  return end;
}

}  // namespace

// The next line that holds a row, without its comma; false where the array ends.
bool JsonReader::line() {
  if (!begun_) {
    if (!text_.take_until("\n", line_) || line_ != "[")
      malformed("it does not begin as a JSON array");
    begun_ = true;
  }
  if (!text_.take_until("\n", line_)) malformed("the JSON array never ends");
  if (line_ == "]") return false;
  if (last_) malformed("a row follows one without a comma");
  if (!line_.empty() && line_.back() == ',')
    line_.remove_suffix(1);
  else
    last_ = true;
  return true;
}

void JsonReader::finish() {
  std::string_view rest;
  (void)text_.take_until("\n", rest);
  if (!rest.empty() || text_.peek() >= 0) malformed("something stands behind the JSON array");
}

std::string_view JsonReader::value(std::size_t& at) const {
  const std::size_t begin = at;
  at = end_of_value(line_, at);
  return line_.substr(begin, at - begin);
}

// A value's own blanks (json keeps them) lie before the value and behind it.
void JsonReader::skip_blanks(std::size_t& place) const noexcept {
  while (at(place) == ' ' || at(place) == '\t') ++place;
}

bool JsonReader::next(Members& row) {
  row.clear();
  if (!line()) {
    finish();
    return false;
  }
  if (line_.size() < 2 || line_.front() != '{') malformed("a row is no JSON object");
  for (std::size_t place = 1; at(place) != '}';) {
    if (at(place) != '"') malformed("a JSON name is missing");
    const std::string_view name = value(place);
    if (at(place) != ':') malformed("a JSON value is missing");
    skip_blanks(++place);
    const std::string_view text = value(place);
    skip_blanks(place);
    row.emplace_back(name, text);
    if (place >= line_.size()) malformed("a row's JSON object never ends");
    if (at(place) == ',')
      ++place;
    else if (at(place) != '}')
      malformed("a comma is missing between JSON members");
  }
  return true;
}

}  // namespace paliad::verify
