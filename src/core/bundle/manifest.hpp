// manifest.json: the bundle's description for programs.
//
//   { "format_version", "id", "kind", "requested_by", "database", "installation",
//     "server_version", "extension_version", "snapshot", "started_at",
//     "settings": { name: value },
//     "workbook": { "name", "bytes", "sha256" },
//     "scripts": [ { "name", "bytes", "sha256" } ],
//     "sheets": [ { "sheet", "relation", "kind", "rows", "query",
//                   "columns": [ { "name", "type" } ], "omitted_columns": [ name ],
//                   "worksheets": [ name ], "files": [ { "name", "bytes", "sha256" } ] } ],
//     "excluded": [ { "relation", "reason" } ],
//     "not_carried": [ { "object", "reason" } ],
//     "warnings": [ { "sheet", "column", "code", "count", "text" } ] }
//
// Every key is always there, what is empty as "", 0, {} or []; but "installation" is left out where
// it is empty.
#pragma once

#include "core/model/bundle_info.hpp"

#include <string>

namespace paliad::bundle {

// Counts changes of the bundle's form that a reader must know of.
inline constexpr int format_version = 1;

// The manifest as indented JSON text with a newline at its end (keys in a fixed order). Throws
// Error.
std::string manifest_json(const model::BundleInfo& info);

// The warnings as a JSON array on one line, as the catalog keeps them. Throws Error.
std::string warnings_json(const std::vector<model::Warning>& warnings);

// {"sheet": rows, ...} on one line. Throws Error.
std::string row_counts_json(const std::vector<model::SheetInfo>& sheets);

}  // namespace paliad::bundle
