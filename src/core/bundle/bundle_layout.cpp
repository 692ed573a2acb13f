#include "core/bundle/bundle_layout.hpp"

namespace paliad::bundle {

std::string csv_entry(const std::string& sheet) { return "csv/" + sheet + ".csv"; }

std::string json_entry(const std::string& sheet) { return "json/" + sheet + ".json"; }

std::vector<std::string> sheet_entries(const std::string& sheet) {
  return {csv_entry(sheet), json_entry(sheet)};
}

std::string large_object_entry(std::uint32_t oid) { return "large_objects/" + std::to_string(oid); }

const model::FileInfo& csv_file(const model::SheetInfo& sheet) { return sheet.files.at(0); }

const model::FileInfo& json_file(const model::SheetInfo& sheet) { return sheet.files.at(1); }

std::vector<model::FileInfo> listed_files(const model::BundleInfo& info) {
  std::vector<model::FileInfo> files{info.workbook};
  for (const model::SheetInfo& sheet : info.sheets)
    files.insert(files.end(), sheet.files.begin(), sheet.files.end());
  for (const model::LargeObject& object : info.large_objects) files.push_back(object.file);
  files.insert(files.end(), info.scripts.begin(), info.scripts.end());
  return files;
}

}  // namespace paliad::bundle
