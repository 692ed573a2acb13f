// Whatever tables are called, their sheets' files and worksheets have names that every file system
// and Excel take, and that differ even where case doesn't count.
#include "bundle/sheet_names.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"

#include <clocale>
#include <cwctype>

namespace paliad::fuzz {
namespace {

constexpr std::size_t longest_stem = 80;
constexpr std::size_t longest_worksheet = 31;

// By the C library's tables, as far as the register promises to know case: to U+017F.
std::u32string folded(const std::string& name) {
  static const bool is_unicode = std::setlocale(LC_CTYPE, "C.UTF-8") != nullptr;
  require(is_unicode, "the locale C.UTF-8 is installed");
  std::u32string out;
  require(for_each_character(name,
                             [&](char32_t code) {
                               const auto low = static_cast<char32_t>(
                                   std::towlower(std::towupper(static_cast<std::wint_t>(code))));
                               out += code > 0x17F || low > 0x17F ? code : low;
                             }),
          "a name is UTF-8");
  return out;
}

bool holds_any_of(const std::string& name, std::string_view unwanted) {
  return name.find_first_of(unwanted) != std::string::npos;
}

bool holds_control(const std::string& name) {
  return std::any_of(name.begin(), name.end(),
                     [](char c) { return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F; });
}

// "Naming Files, Paths, and Namespaces": the device is what stands before the first dot.
bool is_device(const std::string& name) {
  std::u32string stem = folded(name.substr(0, name.find('.')));
  while (!stem.empty() && stem.back() == U' ') stem.pop_back();
  if (stem == U"con" || stem == U"prn" || stem == U"aux" || stem == U"nul") return true;
  const std::u32string kind = stem.substr(0, 3);
  return stem.size() == 4 && (kind == U"com" || kind == U"lpt") &&
         std::u32string_view(U"123456789¹²³").find(stem[3]) != std::u32string_view::npos;
}

void require_file_name(const std::string& stem) {
  require(!stem.empty() && utf16_units(stem) <= longest_stem, "a stem has its length");
  require(!holds_any_of(stem, "<>:\"/\\|?*") && !holds_control(stem), "a stem is a file's");
  require(stem.front() != '.' && !is_device(stem), "a stem is no hidden file and no device");
}

void require_worksheet_name(const std::string& name) {
  require(!name.empty() && utf16_units(name) <= longest_worksheet, "a worksheet's name fits");
  require(!holds_any_of(name, "[]:*?/\\") && !holds_control(name), "Excel takes it");
  require(name.front() != '\'' && name.back() != '\'', "no apostrophe stands at its ends");
  const std::u32string letters = folded(name);
  require(letters != U"history", "it is not Excel's own");
  require(letters.find_first_of(U"\uFFFE\uFFFF") == std::u32string::npos, "XML can hold it");
}

// What one kind of name has given out so far.
class Given {
public:
  void add(const std::string& name) {
    require(folded_.insert(folded(name)).second, "names differ where case does not count");
  }

private:
  std::set<std::u32string> folded_;
};

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  using namespace paliad::bundle;
  Input input(data, size);
  NameRegister stems;
  NameRegister worksheets;
  Given given_stems;
  Given given_worksheets;
  while (!input.empty()) {
    const SheetKind kind = input.flag() ? SheetKind::reference : SheetKind::entity;
    const auto pages = static_cast<unsigned>(1 + input.number(12));
    const std::string stem = stems.claim(sheet_name_for(input.text(), kind), longest_stem);
    require_file_name(stem);
    given_stems.add(stem);
    for (unsigned page = 1; page <= pages; ++page) {
      const std::string name = worksheet_name_for(worksheets, stem, page);
      require_worksheet_name(name);
      given_worksheets.add(name);
    }
  }
  return 0;
}
