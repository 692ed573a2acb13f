// Writes a bundle's two scripts: schema.sql makes the tables, restore.sql restores everything. They
// need only SQL and psql, not this extension.
#pragma once

#include "core/model/bundle_info.hpp"
#include "core/schema/schema_statements.hpp"

#include <string>

namespace paliad::bundle {

// A script that makes the tables without rows.
std::string schema_sql(const schema::DatabaseSchema& schema, const model::BundleInfo& info);

// A script for psql, run in the unpacked folder, that restores everything in one transaction.
// `info` must have the sheets with their files, else std::out_of_range is thrown; and the large
// objects.
std::string restore_sql(const schema::DatabaseSchema& schema, const model::BundleInfo& info);

}  // namespace paliad::bundle
