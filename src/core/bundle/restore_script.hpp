// The two scripts of a bundle: schema.sql makes the tables, restore.sql brings everything back.
// Plain SQL and psql, without this extension.
#pragma once

#include "core/bundle/schema_statements.hpp"
#include "core/model/bundle_info.hpp"

#include <string>

namespace paliad::bundle {

// The tables, empty.
std::string schema_sql(const DatabaseSchema& schema, const model::BundleInfo& info);

// All of it in one transaction, for psql in the unpacked folder. `info` has the sheets with their
// files.
std::string restore_sql(const DatabaseSchema& schema, const model::BundleInfo& info);

}  // namespace paliad::bundle
