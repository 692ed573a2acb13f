// README.txt: the bundle explained to the person who opens it, in German and in English.
#pragma once

#include "core/model/bundle_info.hpp"

#include <string>

namespace paliad::bundle {

std::string readme_text(const model::BundleInfo& info);

}  // namespace paliad::bundle
