// The two scripts of a bundle: schema.sql makes the tables, restore.sql makes and fills them. Plain
// SQL and psql, without this extension.
#pragma once

#include "core/model/bundle_info.hpp"

#include <map>
#include <string>
#include <vector>

namespace paliad::bundle {

// What the database says of the sheets' tables, as statements.
struct DatabaseSchema {
  std::vector<std::string> before;  // types, sequences, tables: before the rows
  std::vector<std::string> after;   // keys, indexes, comments, the sequences' positions
  // By relation, the columns that the server computes itself, quoted: their values are in the CSV,
  // but can't be loaded.
  std::map<std::string, std::vector<std::string>> computed;
};

// The tables, empty.
std::string schema_sql(const DatabaseSchema& schema, const model::BundleInfo& info);

// All of it in one transaction, for psql in the unpacked folder. `info` has the sheets with their
// files.
std::string restore_sql(const DatabaseSchema& schema, const model::BundleInfo& info);

}  // namespace paliad::bundle
