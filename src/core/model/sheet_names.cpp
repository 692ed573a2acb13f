#include "core/model/sheet_names.hpp"

#include "core/base/ascii.hpp"
#include "core/base/caseless.hpp"

#include <algorithm>

namespace paliad::model {

namespace {

constexpr std::size_t worksheet_name_units = 31;
constexpr std::string_view replacement = "_";

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

// How many UTF-16 units a UTF-8 byte begins: none in the middle of a character, two where the
// character lies outside the Basic Multilingual Plane.
std::size_t units_begun_by(std::uint8_t byte) {
  return static_cast<std::size_t>((byte & 0xC0U) != 0x80U) +
         static_cast<std::size_t>(byte >= 0xF0U);
}

// `base` followed by `ending`, the base shortened so that both have at most `most` UTF-16 units.
std::string fitted(std::string_view base, std::string_view ending, std::size_t most) {
  const std::size_t left = most - std::min(most, utf16_length(ending));
  return std::string(utf16_prefix(base, left)).append(ending);
}

void replace_any_of(std::string& name, std::string_view unwanted) {
  for (char& c : name) {
    if (is_control(c) || unwanted.find(c) != std::string_view::npos) c = replacement[0];
  }
}

// Whether Windows takes `stem` for a device, whatever extension follows ("Naming Files, Paths, and
// Namespaces"): CON, PRN, AUX, NUL, the console's CONIN$ and CONOUT$, and COM and LPT with a digit
// from 1 to 9, which may be a superscript.
bool is_device(std::string_view stem) {
  const std::string name = caseless(stem.substr(0, stem.find_last_not_of(' ') + 1));
  for (const char* const device : {"con", "prn", "aux", "nul", "conin$", "conout$"})
    if (name == device) return true;
  if (name.compare(0, 3, "com") != 0 && name.compare(0, 3, "lpt") != 0) return false;
  return name.size() == 4 && name[3] >= '1' && name[3] <= '9';
}

// `name`, changed so that Windows, macOS and Linux all allow it as the stem of a file's name.
std::string file_safe(std::string name) {
  if (name.empty()) return std::string(replacement);
  replace_any_of(name, "<>:\"/\\|?*");
  const std::size_t kept = name.find_last_not_of(". ") + 1;
  std::fill(name.begin() + static_cast<std::ptrdiff_t>(kept), name.end(), replacement[0]);
  if (name.front() == '.') name.front() = replacement[0];
  const std::size_t dot = std::min(name.find('.'), name.size());
  if (is_device(std::string_view(name).substr(0, dot))) name.insert(dot, replacement);
  return name;
}

// Characters that a worksheet's name must not have, besides Excel's []:*?/\: their full-width forms
// and that of the yen sign, which Japanese Windows uses for a backslash; and U+FFFE and U+FFFF,
// which XML 1.0 doesn't allow. With any of them the workbook doesn't open.
void replace_unopenable(std::string& name) {
  for (const std::string_view unwanted : {"\uFF3B", "\uFF3D", "\uFF1A", "\uFF0A", "\uFF1F",
                                          "\uFF0F", "\uFF3C", "\uFFE5", "\uFFFE", "\uFFFF"}) {
    for (auto at = name.find(unwanted); at != std::string::npos; at = name.find(unwanted, at)) {
      name.replace(at, unwanted.size(), replacement);
    }
  }
}

// Excel treats the typographic and the full-width apostrophe as apostrophes.
void replace_outer_apostrophes(std::string& name) {
  for (const std::string_view apostrophe : {"'", "\u2019", "\uFF07"}) {
    const std::size_t size = apostrophe.size();
    if (name.compare(0, size, apostrophe) == 0) name.replace(0, size, replacement);
    if (name.size() >= size && name.compare(name.size() - size, size, apostrophe) == 0)
      name.replace(name.size() - size, size, replacement);
  }
}

}  // namespace

std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) units += units_begun_by(static_cast<std::uint8_t>(c));
  return units;
}

std::string_view utf16_prefix(std::string_view utf8, std::size_t units) {
  if (utf8.size() <= units) return utf8;
  std::size_t used = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    used += units_begun_by(byte_at(utf8, i));
    if (used > units) return utf8.substr(0, i);
  }
  return utf8;
}

std::string NameRegister::claim(std::string_view name, std::size_t most, std::string_view ending) {
  std::string given = fitted(name, ending, most);
  unsigned& number = numbers_.try_emplace(caseless(given), 1).first->second;
  while (!taken_.insert(caseless(given)).second) {
    given = fitted(name, "~" + std::to_string(++number) + std::string(ending), most);
  }
  return given;
}

bool NameRegister::taken(std::string_view name) const { return taken_.count(caseless(name)) > 0; }

std::string sheet_name_for(std::string_view table, SheetKind kind) {
  if (kind == SheetKind::entity) return file_safe(std::string(table));
  constexpr std::string_view prefix = "ref_";
  if (table.substr(0, prefix.size()) == prefix) table.remove_prefix(prefix.size());
  return file_safe(std::string("ref__").append(table));
}

std::string worksheet_name_for(NameRegister& taken, std::string_view sheet, unsigned page) {
  std::string name(sheet.empty() ? replacement : sheet);
  replace_any_of(name, "[]:*?/\\");
  replace_unopenable(name);
  name.resize(utf16_prefix(name, worksheet_name_units).size());
  replace_outer_apostrophes(name);
  if (caseless(name) == "history") name = fitted(name, replacement, worksheet_name_units);
  const std::string ending = page > 1 ? " (" + std::to_string(page) + ")" : "";
  return taken.claim(name, worksheet_name_units, ending);
}

}  // namespace paliad::model
