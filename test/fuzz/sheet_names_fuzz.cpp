// For any names of tables, the files and worksheets of their sheets have names that all file
// systems and Excel accept, and that differ even without regard to case and to the form of accents.
#include "core/model/sheet_names.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <cstdlib>
#include <set>

#include <unicase.h>
#include <uninorm.h>

namespace paliad::fuzz {
namespace {

constexpr std::size_t longest_stem = 80;
constexpr std::size_t longest_worksheet = 31;

std::string owned(std::uint8_t* text, std::size_t size) {
  require(text != nullptr, "libunistring takes a name");
  std::string copy(reinterpret_cast<const char*>(text), size);
  std::free(text);
  return copy;
}

const std::uint8_t* bytes_of(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

// Folds a name for Unicode's canonical caseless match (D145), by another library.
std::string folded(const std::string& name) {
  std::size_t size = 0;
  std::uint8_t* const text =
      u8_casefold(bytes_of(name), name.size(), nullptr, UNINORM_NFD, nullptr, &size);
  return owned(text, size);
}

// The name in another normalization form or case.
std::string in_other_form(const std::string& name, std::size_t form) {
  std::size_t size = 0;
  const auto normalized = [&](uninorm_t form_of_accents) {
    return u8_normalize(form_of_accents, bytes_of(name), name.size(), nullptr, &size);
  };
  const auto cased = [&](auto change) {
    return change(bytes_of(name), name.size(), nullptr, nullptr, nullptr, &size);
  };
  std::uint8_t* const text = form == 0   ? normalized(UNINORM_NFC)
                             : form == 1 ? normalized(UNINORM_NFD)
                             : form == 2 ? cased(u8_toupper)
                                         : cased(u8_tolower);
  return owned(text, size);
}

bool holds_any_of(const std::string& name, std::string_view unwanted) {
  return name.find_first_of(unwanted) != std::string::npos;
}

bool holds_control(const std::string& name) {
  return std::any_of(name.begin(), name.end(),
                     [](char c) { return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F; });
}

// A device name of Windows, by the part before the first dot ("Naming Files, Paths, and
// Namespaces").
bool is_device(const std::string& name) {
  std::string stem = folded(name.substr(0, name.find('.')));
  while (!stem.empty() && stem.back() == ' ') stem.pop_back();
  static const std::set<std::string> named{"con", "prn", "aux", "nul", "conin$", "conout$"};
  static const std::set<std::string> numbers{"1", "2", "3", "4", "5", "6",
                                             "7", "8", "9", "¹", "²", "³"};
  const std::string kind = stem.substr(0, 3);
  return named.count(stem) > 0 ||
         ((kind == "com" || kind == "lpt") && numbers.count(stem.substr(3)) > 0);
}

void require_file_name(const std::string& stem) {
  require(!stem.empty() && utf16_units(stem) <= longest_stem, "a stem has its length");
  require(!holds_any_of(stem, "<>:\"/\\|?*") && !holds_control(stem), "a stem is a file's");
  require(stem.front() != '.' && !is_device(stem), "a stem is no hidden file and no device");
}

void require_worksheet_name(const std::string& name) {
  require(!name.empty() && utf16_units(name) <= longest_worksheet, "a worksheet's name fits");
  require(!holds_any_of(name, "[]:*?/\\") && !holds_control(name), "Excel takes it");
  require(folded(name) != "history", "it is not Excel's own");
  std::u32string letters;
  require(for_each_character(name, [&](char32_t code) { letters += code; }), "a name is UTF-8");
  require(letters.find_first_of(U"［］：＊？／＼￥\uFFFE\uFFFF") == std::u32string::npos,
          "Excel opens it");
  constexpr std::u32string_view apostrophes = U"'’＇";
  for (const char32_t end : {letters.front(), letters.back()})
    require(apostrophes.find(end) == std::u32string_view::npos, "no apostrophe at its ends");
}

// The names of one kind so far.
class Given {
public:
  void add(const std::string& name) {
    require(folded_.insert(folded(name)).second, "names differ where case does not count");
  }

private:
  std::set<std::string> folded_;
};

// All names of one bundle.
class Names {
public:
  void add(const std::string& table, model::SheetKind kind, unsigned pages) {
    const std::string stem = stems_.claim(model::sheet_name_for(table, kind), longest_stem);
    require_file_name(stem);
    given_stems_.add(stem);
    for (unsigned page = 1; page <= pages; ++page) {
      const std::string name = model::worksheet_name_for(worksheets_, stem, page);
      require_worksheet_name(name);
      given_worksheets_.add(name);
    }
  }

private:
  model::NameRegister stems_;
  model::NameRegister worksheets_;
  Given given_stems_;
  Given given_worksheets_;
};

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  using namespace paliad::model;
  Input input(data, size);
  Names names;
  while (!input.empty()) {
    const SheetKind kind = input.flag() ? SheetKind::reference : SheetKind::entity;
    const auto pages = static_cast<unsigned>(1 + input.number(12));
    const std::string table = input.text();
    names.add(table, kind, pages);
    const std::size_t form = input.number(8);
    if (form < 4) names.add(in_other_form(table, form), kind, pages);
  }
  return 0;
}
