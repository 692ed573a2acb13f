// A workbook that libxlsxwriter wrote, and the content of a worksheet's cells.
#pragma once

#include "unit/support/temp_directory.hpp"
#include "unit/support/zip_entries.hpp"

#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace paliad::test {

using WrittenWorkbook = std::map<std::string, std::string>;  // its entries and their contents

inline WrittenWorkbook written_workbook(const std::string& path) {
  WrittenWorkbook entries;
  for (const ZipEntry& entry : zip_entries(read_file(path))) entries[entry.name] = entry.content();
  return entries;
}

// All texts between a `from` and the next `to`.
inline std::vector<std::string> all_between(const std::string& text, const std::string& from,
                                            const std::string& to) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    at += from.size();
    const std::size_t end = text.find(to, at);
    if (end == std::string::npos) break;
    found.push_back(text.substr(at, end - at));
  }
  return found;
}

inline std::string without_entities(std::string xml) {
  for (const auto& [entity, character] : {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&amp;", "&"}})
    for (std::size_t at = xml.find(entity); at != std::string::npos; at = xml.find(entity, at + 1))
      xml.replace(at, std::string(entity).size(), character);
  return xml;
}

// The text or number of each cell that has one, by its reference (B12).
inline std::map<std::string, std::string> cells_of(const WrittenWorkbook& workbook,
                                                   const std::string& worksheet) {
  std::vector<std::string> strings;
  if (workbook.count("xl/sharedStrings.xml") != 0)
    for (const std::string& item :
         all_between(workbook.at("xl/sharedStrings.xml"), "<si><t", "</t></si>"))
      strings.push_back(without_entities(item.substr(item.find('>') + 1)));
  std::map<std::string, std::string> cells;
  for (const std::string& cell : all_between(workbook.at(worksheet), "<c r=\"", "</c>")) {
    // Cells without a value have no end tag; the last cell that begins here has the value.
    const std::size_t last = cell.rfind("<c r=\"");
    const std::string whole = last == std::string::npos ? cell : cell.substr(last + 6);
    const std::string value =
        whole.substr(whole.find("<v>") + 3, whole.find("</v>") - 3 - whole.find("<v>"));
    const bool is_string = whole.find(" t=\"s\"") != std::string::npos;
    cells[whole.substr(0, whole.find('"'))] = is_string ? strings.at(std::stoul(value)) : value;
  }
  return cells;
}

}  // namespace paliad::test
