#include "backend/deparse/query_cache.hpp"

namespace paliad::deparse {

const std::vector<postgres::Row>& QueryCache::to(const char* query,
                                                 const std::vector<postgres::Text>& parameters) {
  const auto key = std::make_pair(query, parameters);
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  return known_.emplace(key, postgres::query(query, parameters)).first->second;
}

}  // namespace paliad::deparse
