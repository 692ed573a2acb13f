// Streams the rows of one query, each formatted as it comes: no row is kept.
#pragma once

#include "backend/postgres/server.hpp"
#include "core/model/column.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace paliad::postgres {

class RowSink {
public:
  virtual ~RowSink() = default;
  // `fields` has one value for each column, in UTF-8, valid during the call. What it throws ends
  // the query.
  virtual void row(const model::Field* fields) = 0;
};

// A query, and the oids of the relations that it reads, in ascending order: the table and, of a
// partitioned one, all partitions. They are locked already. The lists are the caller's.
struct SheetQuery {
  std::string statement;
  const std::vector<std::uint32_t>& reads;
  QueryEnvironment* environment = nullptr;  // see temporary_rows.hpp
};

// Runs the query in the active snapshot and hands every row to `sink`. `columns` are the query's
// columns, in order; those of JsonForm::separate are formatted as text and as JSON. `relation` is
// for an error's context. Returns the number of rows. Throws Error(serialization_failure) where the
// query would read other relations than `reads`, or has another number of columns; what the server
// raises and what the sink throws.
std::uint64_t stream_rows(const SheetQuery& query, const std::vector<model::Column>& columns,
                          const std::string& relation, RowSink& sink);

}  // namespace paliad::postgres
