#include "core/formats/json_reader.hpp"

#include "core/formats/json_escape.hpp"
#include "core/formats/json_number.hpp"

#include <algorithm>
#include <string>

namespace paliad::formats {

namespace {

// Scans a line of JSON (RFC 8259) of any depth. Throws Error(data_corrupted) for what is no JSON.
class Scanner {
public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool is_at_end() const noexcept { return at_ == text_.size(); }
  // Skips the next character if it is `c`.
  bool take(char c) noexcept {
    const bool found = is_next(c);
    if (found) ++at_;
    return found;
  }
  void pass_blanks() noexcept {
    while (is_next(' ') || is_next('\t') || is_next('\r')) ++at_;
  }
  // Takes a member's name, and its colon.
  std::string_view name();
  // Takes a whole value.
  std::string_view value();

private:
  bool is_next(char c) const noexcept { return at_ < text_.size() && text_[at_] == c; }
  bool enters(std::string& open);
  bool is_whole(std::string& open);
  void scalar();
  std::string_view string();
  void escape();

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string_view Scanner::name() {
  if (!is_next('"')) malformed("a JSON name is missing");
  const std::string_view name = string();
  pass_blanks();
  if (!take(':')) malformed("a JSON value is missing");
  pass_blanks();
  return name;
}

std::string_view Scanner::value() {
  const std::size_t begin = at_;
  std::string open;  // the closing brackets of the arrays and objects around the position
  do
    while (enters(open)) continue;
  while (!is_whole(open));
  return text_.substr(begin, at_ - begin);
}

// At the beginning of a value: enters an array or object, up to its first value, and returns true;
// or skips a scalar. False, too, for an empty array or object, whose end is_whole() takes.
bool Scanner::enters(std::string& open) {
  if (take('{')) {
    open += '}';
  } else if (take('[')) {
    open += ']';
  } else {
    scalar();
    return false;
  }
  pass_blanks();
  if (is_next(open.back())) return false;
  if (open.back() == '}') (void)name();
  return true;
}

// After a value: leaves the arrays and objects that end here. True where none is open any more;
// otherwise goes to the next value.
bool Scanner::is_whole(std::string& open) {
  while (!open.empty()) {
    pass_blanks();
    if (take(open.back())) {
      open.pop_back();
      continue;
    }
    if (is_at_end()) malformed("a JSON object or array never ends");
    if (!take(',')) malformed("a JSON object or array goes on without a comma");
    pass_blanks();
    if (open.back() == '}') (void)name();
    return false;
  }
  return true;
}

void Scanner::scalar() {
  if (is_next('"')) {
    (void)string();
    return;
  }
  const std::size_t end = std::min(text_.find_first_of(",]} \t\r", at_), text_.size());
  const std::string_view word = text_.substr(at_, end - at_);
  if (word.empty()) malformed("a JSON value is missing");
  if (word != "null" && word != "true" && word != "false" && !formats::is_json_number(word))
    malformed("an unknown word in the JSON");
  at_ = end;
}

std::string_view Scanner::string() {
  const std::size_t begin = at_++;
  for (;;) {
    at_ = formats::find_json_escaped(text_, at_);
    if (take('"')) return text_.substr(begin, at_ - begin);
    if (is_at_end()) malformed("a JSON string never ends");
    if (!take('\\')) malformed("a JSON string has a control character");
    escape();
  }
}

// Skips an escape, whose backslash was taken.
void Scanner::escape() {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view digits = "0123456789abcdefABCDEF";
  if (is_at_end()) malformed("a JSON string never ends");
  const bool is_code = take('u');
  const std::string_view rest = text_.substr(at_, is_code ? 4 : 1);
  if (is_code ? rest.size() < 4 || rest.find_first_not_of(digits) != std::string_view::npos
              : letters.find(rest.front()) == std::string_view::npos)
    malformed("a JSON string has an unknown escape");
  at_ += rest.size();
}

// Reads a row's members, up to the end of its object. A value of type json keeps the blanks around
// it.
void read_members(Scanner& line, Members& row) {
  do {
    const std::string_view name = line.name();
    row.emplace_back(name, line.value());
    line.pass_blanks();
  } while (line.take(','));
  if (line.is_at_end()) malformed("a row's JSON object never ends");
  if (!line.take('}')) malformed("a comma is missing between JSON members");
}

}  // namespace

// Takes the next line that has a row, without its comma; false at the end of the array.
bool JsonReader::line() {
  if (!begun_) {
    if (!text_.take_until("\n", line_) || line_ != "[")
      malformed("it does not begin as a JSON array");
    begun_ = true;
  }
  if (!text_.take_until("\n", line_)) malformed("the JSON array never ends");
  if (line_ == "]") {
    if (comma_) malformed("no row follows the last comma");
    return false;
  }
  if (last_) malformed("a row follows one without a comma");
  comma_ = !line_.empty() && line_.back() == ',';
  last_ = !comma_;
  if (comma_) line_.remove_suffix(1);
  return true;
}

void JsonReader::finish() {
  std::string_view rest;
  (void)text_.take_until("\n", rest);
  if (!rest.empty() || text_.peek() >= 0) malformed("there is text after the JSON array");
}

bool JsonReader::next(Members& row) {
  row.clear();
  if (!line()) {
    finish();
    return false;
  }
  Scanner line(line_);
  if (line_.size() < 2 || !line.take('{')) malformed("a row is not a JSON object");
  if (!line.take('}')) read_members(line, row);
  if (!line.is_at_end()) malformed("there is text after a row's JSON object");
  return true;
}

}  // namespace paliad::formats
