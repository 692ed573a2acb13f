// The entries of a bundle and their names, defined only here (docs/bundle-format.md has them for
// readers).
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
// In bundles that are written. When one is read, its manifest says what the workbook is called.
inline constexpr const char* workbook_entry = "paliad-backup.xlsx";

// The scripts' names, in their order in manifest and zip.
inline constexpr const char* script_entries[] = {schema_entry, restore_entry, statements_entry};

// The names of a sheet's files, and the order in which the manifest lists them.
std::string csv_entry(const std::string& sheet);
std::string json_entry(const std::string& sheet);
std::vector<std::string> sheet_entries(const std::string& sheet);

// The raw bytes of a large object.
std::string large_object_entry(std::uint32_t oid);
// The most that a bundle has, so that reading its manifest takes limited memory.
inline constexpr std::uint64_t most_large_objects = 100'000;

// A sheet's files as its description lists them; borrowed from `sheet`. Throw std::out_of_range
// where it has none yet.
const model::FileInfo& csv_file(const model::SheetInfo& sheet);
const model::FileInfo& json_file(const model::SheetInfo& sheet);

// The files that the manifest lists: all entries but README.txt and manifest.json.
std::vector<model::FileInfo> listed_files(const model::BundleInfo& info);
// The entries that it doesn't list.
inline constexpr const char* unlisted_entries[] = {readme_entry, manifest_entry};

}  // namespace paliad::bundle
