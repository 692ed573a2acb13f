// Reads manifest.json back (core/bundle/manifest.hpp has its form). Nobody vouches for the text.
#pragma once

#include "core/model/bundle_info.hpp"

#include <string>

namespace paliad::bundle {

// The description that bundle::manifest_json() wrote as `json`. What the manifest doesn't hold, a
// column's JSON and cell form and its scale, has its default. Keys it doesn't know are passed over:
// only those that a reader must know of raise the format's version.
//
// What it returns holds together: sheets, their columns, files and all worksheets have names of
// their own; every sheet has its two files (csv/<sheet>.csv, json/<sheet>.json, in this order) and
// a worksheet, and no more rows than they can hold; sheet and workbook names can't lead out of a
// directory; warnings are of sheets and columns that are there.
//
// Throws Error(data_corrupted), naming the place in the document, for what is not so;
// Error(feature_not_supported) for a format of a later version; std::bad_alloc. Give it a text of
// limited size: it takes memory many times that.
model::BundleInfo read_manifest(const std::string& json);

}  // namespace paliad::bundle
