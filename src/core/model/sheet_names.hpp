// Makes names for sheets, their files and their worksheets from the names of tables.
#pragma once

#include "core/model/bundle_info.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace paliad::model {

// Assigns names that differ for every program and file system (core/base/caseless.hpp). Its
// functions throw Error(internal_error) where a name is not UTF-8.
class NameRegister {
public:
  // Returns `name` followed by `ending`, at most `most` UTF-16 units long, and marks it as taken.
  // The name is shortened if it is too long, and numbered if it is taken ("name~2").
  std::string claim(std::string_view name, std::size_t most, std::string_view ending = {});
  bool taken(std::string_view name) const;

private:
  std::set<std::string> taken_;              // as caseless() gives them
  std::map<std::string, unsigned> numbers_;  // the last number for a name that was asked for
};

// A table's sheet name: `<table>`, for reference tables `ref__<table>`, where a leading ref_ of the
// table's name is dropped. It is also the stem of the sheet's files: characters and names that
// Windows, macOS or Linux don't allow for files are changed with '_'. Its length isn't limited, and
// it may be taken.
std::string sheet_name_for(std::string_view table, SheetKind kind);

// A worksheet's name, claimed in `taken`: at most 31 UTF-16 units, none of []:*?/\ in any width, no
// apostrophe at either end, not "History" (which Excel reserves). `page` counts from 1; from the
// second on the name ends with it: "matters (2)".
std::string worksheet_name_for(NameRegister& taken, std::string_view sheet, unsigned page);

// The number of UTF-16 units of a UTF-8 text.
std::size_t utf16_length(std::string_view utf8);

// The longest prefix of `utf8` that is at most `units` UTF-16 units and cuts no character.
std::string_view utf16_prefix(std::string_view utf8, std::size_t units);

}  // namespace paliad::model
