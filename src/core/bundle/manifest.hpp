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
//     "large_objects": [ { "oid", "file": { "name", "bytes", "sha256" } } ],
//     "excluded": [ { "relation", "reason", "code", "arguments" } ],
//     "not_carried": [ { "object", "reason", "object_code", "object_arguments", "code",
//                        "arguments" } ],
//     "warnings": [ { "sheet", "column", "code", "arguments", "count", "text" } ] }
//
// Every key is always there, empty values as "", 0, {} or []. Exceptions: "installation" is left
// out where it is empty; a code and its arguments, but for those of warnings, where there is no
// code.
#pragma once

#include "core/model/bundle_info.hpp"

#include <string>

namespace paliad::bundle {

// The version of the bundle's format. It is raised by changes that a reader must know of.
inline constexpr int format_version = 1;

// The manifest as indented JSON text with a newline at its end (keys in a fixed order). Throws
// Error(internal_error) where a text is not UTF-8; bad_alloc. So do the two below.
std::string manifest_json(const model::BundleInfo& info);

// The warnings as a JSON array on one line, as the catalog has them.
std::string warnings_json(const std::vector<model::Warning>& warnings);

// {"sheet": rows, ...} on one line.
std::string row_counts_json(const std::vector<model::SheetInfo>& sheets);

}  // namespace paliad::bundle
