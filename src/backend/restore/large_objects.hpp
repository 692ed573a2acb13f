// The bytes of large objects on their way back.
#pragma once

#include "core/model/bundle_info.hpp"
#include "core/zip/zip_reader.hpp"

#include <vector>

namespace paliad::restore {

// Fills objects that are there and empty, as the caller. Throws Error.
void load_large_objects(const zip::Archive& archive,
                        const std::vector<model::LargeObject>& objects);

}  // namespace paliad::restore
