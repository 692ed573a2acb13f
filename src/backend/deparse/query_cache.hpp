// Answers of pg_catalog, kept while the schema is read.
#pragma once

#include "backend/postgres/values.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace paliad::deparse {

// A cache of pg_catalog's answers: the statements of tables are made twice, for schema.sql and for
// restore.sql, and most queries are the same.
class QueryCache {
public:
  // The rows of the query, a constant that is told apart by its address; valid while the object
  // lives. Throws Error.
  const std::vector<postgres::Row>& to(const char* query,
                                       const std::vector<postgres::Text>& parameters);

private:
  std::map<std::pair<const char*, std::vector<postgres::Text>>, std::vector<postgres::Row>> known_;
};

}  // namespace paliad::deparse
