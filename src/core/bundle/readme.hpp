// README.txt: the bundle explained to the person who opens it, in German and in English.
#pragma once

#include "core/model/bundle_info.hpp"

#include <string>

namespace paliad::bundle {

// The text in UTF-8, with lines of up to 78 characters where words allow it. `info` must be
// complete (bundle_writer.hpp), but for the workbook's digest.
std::string readme_text(const model::BundleInfo& info);

}  // namespace paliad::bundle
