// Reads manifest.json (its form is in core/bundle/manifest.hpp). The text may be damaged or
// hostile.
#pragma once

#include "core/model/bundle_info.hpp"

#include <string>

namespace paliad::bundle {

// The description that bundle::manifest_json() wrote as `json`. What the manifest doesn't have (a
// column's JSON form, cell form and scale; has_end_of_data) keeps its default. Unknown keys are
// ignored: those that a reader must know of raise the format's version.
//
// The result is consistent: the names of sheets, of a sheet's columns and files, and of worksheets
// are unique; every sheet has its two files (csv/<sheet>.csv, json/<sheet>.json, in this order) and
// at least one worksheet, and no more rows than they can hold; sheet and workbook names can't lead
// out of a directory; warnings refer to sheets and columns of the bundle.
//
// Throws Error(data_corrupted), which names the place in the document, where anything of this
// doesn't hold; Error(feature_not_supported) for a later version of the format; std::bad_alloc. The
// caller must limit the text's size: reading it takes many times that in memory.
model::BundleInfo read_manifest(const std::string& json);

}  // namespace paliad::bundle
