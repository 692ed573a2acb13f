// Reads the subset of XML that a worksheet's rows are made of, and accepts nothing else: every tag
// must be the one that the caller expects. So there is no formula (<f>) unless the caller expects
// one.
#pragma once

#include "fuzz/require.hpp"
#include "fuzz/unicode.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace paliad::fuzz {

class StrictXml {
public:
  explicit StrictXml(std::string_view xml) : rest_(xml) {}

  using Attributes = std::map<std::string, std::string, std::less<>>;

  bool at_end() const { return rest_.empty(); }
  bool at(std::string_view what) const { return rest_.substr(0, what.size()) == what; }

  Attributes open(std::string_view tag) {
    take("<");
    take(tag);
    Attributes attributes;
    while (!at(">")) {
      take(" ");
      std::string name = up_to("=");
      take("=\"");
      require(attributes.emplace(std::move(name), up_to("\"")).second, "no attribute comes twice");
      take("\"");
    }
    take(">");
    return attributes;
  }

  void close(std::string_view tag) {
    take("</");
    take(tag);
    take(">");
  }

  // Character data, up to the next tag or the end.
  std::string text() {
    std::string text;
    while (!at_end() && !at("<")) {
      append_plain(text);
      if (!at_end() && !at("<")) append_character(text);
    }
    return text;
  }

private:
  void take(std::string_view what) {
    require(at(what), "the XML goes on as it must");
    rest_.remove_prefix(what.size());
  }

  std::string up_to(std::string_view mark) {
    const std::size_t size = rest_.find(mark);
    require(size < rest_.find_first_of("<>&"), "an attribute is plain");
    std::string taken(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return taken;
  }

  // Appends as many bytes as need no check, which are most of a long text.
  void append_plain(std::string& text) {
    const auto is_plain = [](char c) { return c >= ' ' && c != '&' && c != '<' && c != '>'; };
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_plain);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    text.append(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }

  // XML 1.0, production 2 (Char), without the carriage return, which readers turn into a line feed.
  void append_character(std::string& text) {
    if (at("&")) return append_entity(text);
    const auto character = first_character(rest_);
    require(character.has_value(), "XML is UTF-8");
    const char32_t code = character->code;
    require(code >= 0x20 || code == '\t' || code == '\n', "XML holds no control characters");
    require(code != 0xFFFE && code != 0xFFFF && code != '>', "XML holds its characters only");
    text.append(rest_.substr(0, character->bytes));
    rest_.remove_prefix(character->bytes);
  }

  void append_entity(std::string& text) {
    static constexpr std::pair<std::string_view, char> entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
    for (const auto& [entity, meaning] : entities)
      if (at(entity)) {
        take(entity);
        text += meaning;
        return;
      }
    require(false, "an ampersand begins an entity");
  }

  std::string_view rest_;
};

inline int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The code of the escape _xHHHH_ at the front of `text`; -1 where there is none.
inline int escaped_code(std::string_view text) {
  if (text.size() < 7 || text.substr(0, 2) != "_x" || text[6] != '_') return -1;
  int code = 0;
  for (const char c : text.substr(2, 4)) {
    if (hex_digit(c) < 0) return -1;
    code = code * 16 + hex_digit(c);
  }
  return code;
}

// The text that a spreadsheet reads (ECMA-376 part 1, 22.9.2.19 ST_Xstring).
inline std::string spreadsheet_text(std::string_view text) {
  std::string meaning;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('_'), text.size());
    meaning.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const int code = escaped_code(text);
    if (code < 0) {
      meaning += '_';
    } else {
      require(code < 0xD800 || code > 0xDFFF, "an escape is a character");
      append_utf8(meaning, static_cast<char32_t>(code));
    }
    text.remove_prefix(code < 0 ? 1 : 7);
  }
  return meaning;
}

}  // namespace paliad::fuzz
