// Restores the content of large objects.
#pragma once

#include "core/model/bundle_info.hpp"
#include "core/zip/zip_reader.hpp"

#include <vector>

namespace paliad::restore {

// Fills large objects that exist and are empty, with the caller's rights. Throws Error.
void load_large_objects(const zip::Archive& archive,
                        const std::vector<model::LargeObject>& objects);

}  // namespace paliad::restore
