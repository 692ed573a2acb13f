// Makes the CREATE TABLE statements, without the types and expressions that are not carried.
#pragma once

#include "backend/deparse/object_reader.hpp"
#include "backend/deparse/query_cache.hpp"
#include "core/schema/object_order.hpp"

#include <map>
#include <string>
#include <vector>

namespace paliad::deparse {

// The tables that restore.sql loads by way of another table, by qualified name, with their
// generated columns, quoted. Those are the tables with generated columns, and the children of
// others, whose columns may come in another order.
using ComputedColumns = std::map<std::string, std::vector<std::string>>;

// Finds the columns that are restored as text, because their types are not carried (`losses`) or
// name objects of the database. Adds them to the graph's changed columns and to its notes. Throws
// Error.
void change_columns(const Scope& scope, QueryCache& answers, schema::ObjectGraph& graph,
                    const schema::Losses& losses);

// Adds its statement to each table of the graph, without the types, collations, expressions and
// partitioning that `losses` takes away, and the dependencies of what the statement contains.
// Removes the statements of defaults that it contains. `omitted` has the columns that are left out,
// each as <relation's oid>:<name>, as an array's text. Throws Error.
ComputedColumns make_table_statements(const Scope& scope, const std::string& omitted,
                                      QueryCache& answers, schema::ObjectGraph& graph,
                                      const schema::Losses& losses);

}  // namespace paliad::deparse
