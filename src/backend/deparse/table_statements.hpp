// CREATE TABLE, for what of the columns' types and expressions is carried.
#pragma once

#include "backend/deparse/object_reader.hpp"
#include "core/schema/object_order.hpp"

#include <map>
#include <string>
#include <vector>

namespace paliad::deparse {

// What the catalogs have answered: the statements of tables are made twice, mostly alike.
class Answers {
public:
  const std::vector<postgres::Row>& to(const char* query,
                                       const std::vector<postgres::Text>& parameters);

private:
  std::map<std::pair<const char*, std::vector<postgres::Text>>, std::vector<postgres::Row>> known_;
};

// By relation, the columns that the server computes itself, quoted.
using ComputedColumns = std::map<std::string, std::vector<std::string>>;

// Which columns come back as text: their types are not carried (`losses`), or name objects of the
// database. Adds them to the graph's changed columns and to its notes.
void change_columns(const Scope& scope, Answers& answers, schema::ObjectGraph& graph,
                    const schema::Losses& losses);

// Gives each table its statement, which has what `losses` leaves of its columns' types, collations,
// expressions, and of its partitioning; and the dependencies that come with it. Statements of
// defaults that stand in a table's go. `omitted` has the columns that are left out, each as
// <relation's oid>:<name>.
ComputedColumns make_table_statements(const Scope& scope, const std::string& omitted,
                                      Answers& answers, schema::ObjectGraph& graph,
                                      const schema::Losses& losses);

}  // namespace paliad::deparse
