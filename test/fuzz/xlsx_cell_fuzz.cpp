// A cell's text is XML, reads as the value, and fits into a cell.
#include "core/xlsx/xlsx_cell.hpp"

#include "fuzz/input.hpp"
#include "fuzz/strict_xml.hpp"

namespace paliad::fuzz {
namespace {

constexpr std::size_t most_units = 32'767;  // "Excel specifications and limits"

// No more is cut off than the mark needs; one unit more where a character of two units doesn't fit.
void require_cut(std::string_view shown, std::string_view text) {
  using xlsx::cut_mark;
  require(utf16_units(text) > most_units, "only what is too long is cut");
  require(shown.size() > cut_mark.size(), "a cut text has its mark");
  const std::size_t kept = shown.size() - cut_mark.size();
  require(shown.substr(kept) == cut_mark, "the mark ends a cut text");
  require(shown.substr(0, kept) == text.substr(0, kept), "what is kept is the beginning");
  require(utf16_units(shown) >= most_units - 1, "as much is kept as fits");
}

void check_cell_text(const std::string& text) {
  TextBuffer out;
  const bool cut = xlsx::append_cell_text(out, text);
  StrictXml xml(out.view());
  const std::string shown = spreadsheet_text(xml.text());
  require(xml.at_end(), "a text holds no tag");
  require(is_utf8(shown) && utf16_units(shown) <= most_units, "a text fits into a cell");
  if (cut) return require_cut(shown, text);
  require(shown == text, "a text comes back");
}

void check_escape_control(const std::string& text) {
  const std::string escaped = xlsx::escape_control(text);
  require(spreadsheet_text(escaped) == text, "an escaped text comes back");
  for_each_character(escaped, [](char32_t code) {
    require(code >= 0x20 || code == '\t' || code == '\n', "control characters are escaped");
    require(code != 0xFFFE && code != 0xFFFF, "noncharacters are escaped");
  });
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  while (!input.empty()) {
    const std::string text = input.long_text();
    check_cell_text(text);
    check_escape_control(text);
  }
  return 0;
}
