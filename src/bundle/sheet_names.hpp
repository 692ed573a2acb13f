// Names for sheets, for their files and for their worksheets, out of any table's name.
#pragma once

#include "bundle/bundle_info.hpp"

#include <set>
#include <string>
#include <string_view>

namespace paliad::bundle {

// Gives out names that differ from each other even where upper and lower case don't count, as in
// Excel and in the file systems of Windows and macOS. It knows the case of ASCII, Latin-1 and Latin
// Extended-A, not that of other scripts; and names that differ only in composed against decomposed
// accents (NFC, NFD) count as different.
class NameRegister {
public:
  // `name`, or `name` shortened and numbered ("name~2"), at most `most` UTF-16 units long.
  std::string claim(const std::string& name, std::size_t most);
  bool taken(std::string_view name) const;

private:
  std::set<std::string> taken_;  // case-folded
};

// A table's sheet name: `<table>`, for reference tables `ref__<table>` (a leading ref_ not
// doubled). What no file system takes in a file's name is replaced by '_', so it is also the files'
// stem.
std::string sheet_name_for(std::string_view table, SheetKind kind);

// A worksheet's name: 31 UTF-16 units at most, none of []:*?/\, no apostrophe at either end, not
// "History" (Excel's own). `page` counts from 1; from the second on it is named in the name.
std::string worksheet_name_for(NameRegister& taken, std::string_view sheet, unsigned page);

// The number of UTF-16 units of a UTF-8 text.
std::size_t utf16_length(std::string_view utf8);

// The longest prefix of `utf8` that is at most `units` UTF-16 units and cuts no character.
std::string_view utf16_prefix(std::string_view utf8, std::size_t units);

}  // namespace paliad::bundle
