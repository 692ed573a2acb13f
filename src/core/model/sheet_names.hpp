// Names for sheets, for their files and for their worksheets, out of any table's name.
#pragma once

#include "core/model/bundle_info.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace paliad::model {

// Gives out names of which no two are one anywhere (core/base/caseless.hpp).
class NameRegister {
public:
  // `name` and `ending`, the name shortened and numbered where need be ("name~2"): at most `most`
  // UTF-16 units long.
  std::string claim(std::string_view name, std::size_t most, std::string_view ending = {});
  bool taken(std::string_view name) const;

private:
  std::set<std::string> taken_;              // caseless
  std::map<std::string, unsigned> numbers_;  // the last one given to what was to be called so
};

// A table's sheet name: `<table>`, for reference tables `ref__<table>` (a leading ref_ not
// doubled). What no file system takes in a file's name is replaced by '_', so it is also the files'
// stem.
std::string sheet_name_for(std::string_view table, SheetKind kind);

// A worksheet's name: 31 UTF-16 units at most, none of []:*?/\ in any width, no apostrophe at
// either end, not "History" (Excel's own). `page` counts from 1; from the second on it is named in
// the name.
std::string worksheet_name_for(NameRegister& taken, std::string_view sheet, unsigned page);

// The number of UTF-16 units of a UTF-8 text.
std::size_t utf16_length(std::string_view utf8);

// The longest prefix of `utf8` that is at most `units` UTF-16 units and cuts no character.
std::string_view utf16_prefix(std::string_view utf8, std::size_t units);

}  // namespace paliad::model
