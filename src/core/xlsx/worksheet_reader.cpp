#include "core/xlsx/worksheet_reader.hpp"

#include "core/base/error.hpp"
#include "core/model/printable.hpp"

#include <array>
#include <utility>

namespace paliad::xlsx {

namespace {

constexpr std::uint64_t most_bytes = 64ULL << 20;

std::string unescaped(std::string_view xml) {
  constexpr std::array<std::pair<std::string_view, char>, 5> entities{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  std::string text;
  for (std::size_t at = 0; at < xml.size();) {
    char next = xml[at];
    std::size_t length = 1;
    for (const auto& [entity, character] : entities)
      if (xml.compare(at, entity.size(), entity) == 0) {
        next = character;
        length = entity.size();
      }
    text += next;
    at += length;
  }
  return text;
}

}  // namespace

Worksheets worksheet_entries(const zip::Archive& workbook) {
  constexpr std::string_view mark = "<sheet name=\"";
  const std::string xml = workbook.read(workbook.entry("xl/workbook.xml"), most_bytes);
  Worksheets worksheets;
  std::size_t number = 0;
  for (std::size_t at = xml.find(mark); at != std::string::npos; at = xml.find(mark, at)) {
    at += mark.size();
    const std::size_t end = xml.find('"', at);
    if (end == std::string::npos)
      throw Error(sqlstate::data_corrupted, "a worksheet's name never ends");
    const std::string name = unescaped(std::string_view(xml).substr(at, end - at));
    if (!worksheets.emplace(name, "xl/worksheets/sheet" + std::to_string(++number) + ".xml").second)
      throw Error(sqlstate::data_corrupted,
                  "the workbook has two worksheets " + model::printable(name));
  }
  return worksheets;
}

}  // namespace paliad::xlsx
