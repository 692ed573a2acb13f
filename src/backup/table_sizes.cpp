#include "backup/table_sizes.hpp"

#include "postgres/spi.hpp"
#include "postgres/values.hpp"

namespace paliad::backup {

std::vector<std::uint64_t> table_sizes(const Registry& registry) {
  std::vector<std::string> ids;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < registry.sheets.size(); ++i)
    for (const RelationId id : registry.sheets[i].reads) {
      ids.push_back(std::to_string(id));
      owners.push_back(i);
    }
  const auto rows =
      postgres::query("SELECT coalesce(pg_table_size(id), 0)"
                      "  FROM unnest($1::oid[]) WITH ORDINALITY AS r (id, n) ORDER BY n",
                      {postgres::array_literal(ids)});
  std::vector<std::uint64_t> sizes(registry.sheets.size());
  for (std::size_t i = 0; i < rows.size(); ++i) sizes[owners[i]] += std::stoull(*rows[i][0]);
  return sizes;
}

}  // namespace paliad::backup
