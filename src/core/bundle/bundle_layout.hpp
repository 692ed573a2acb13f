// What a bundle's entries are called, and which there are: the one place that knows it
// (docs/bundle-format.md has it for readers).
#pragma once

#include "core/model/bundle_info.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::bundle {

inline constexpr const char* readme_entry = "README.txt";
inline constexpr const char* manifest_entry = "manifest.json";
inline constexpr const char* schema_entry = "schema.sql";
inline constexpr const char* restore_entry = "restore.sql";
inline constexpr const char* statements_entry = "statements.json";
// In the bundles that are written; a bundle's manifest says what its workbook is called.
inline constexpr const char* workbook_entry = "paliad-backup.xlsx";

// The scripts' names, in their order in manifest and zip.
inline constexpr const char* script_entries[] = {schema_entry, restore_entry, statements_entry};

// The names of a sheet's files, and the order in which the manifest lists them.
std::string csv_entry(const std::string& sheet);
std::string json_entry(const std::string& sheet);
std::vector<std::string> sheet_entries(const std::string& sheet);

// The raw bytes of a large object.
std::string large_object_entry(std::uint32_t oid);
// As many are in a bundle: the memory of who reads its manifest has an end.
inline constexpr std::uint64_t most_large_objects = 100'000;

// A sheet's files as its description lists them. Throw std::out_of_range where it has none yet.
const model::FileInfo& csv_file(const model::SheetInfo& sheet);
const model::FileInfo& json_file(const model::SheetInfo& sheet);

// Every file that the manifest lists: all entries but README.txt and manifest.json.
std::vector<model::FileInfo> listed_files(const model::BundleInfo& info);
// The other two.
inline constexpr const char* unlisted_entries[] = {readme_entry, manifest_entry};

}  // namespace paliad::bundle
