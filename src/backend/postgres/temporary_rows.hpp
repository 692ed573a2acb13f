// Rows of jsonb that a statement may name as a table, kept in a tuplestore like a trigger's
// transition table: what work_mem doesn't hold is kept on disk.
#pragma once

#include "backend/postgres/memory.hpp"

#include <string>

namespace paliad::postgres {

class TemporaryRows {
public:
  // An empty table `name` with one column, r. Throws Error.
  explicit TemporaryRows(const char* name);
  ~TemporaryRows();
  TemporaryRows(const TemporaryRows&) = delete;
  TemporaryRows& operator=(const TemporaryRows&) = delete;

  // A row from a JSON text. Throws Error where jsonb can't hold it.
  void add(const std::string& json);

  // Makes the table known to the statements of `environment`, which must not be used after this
  // object is destroyed. Throws Error.
  void join(QueryEnvironment* environment);

private:
  MemoryScope memory_;
  MemoryScope row_memory_;
  TupleDesc descriptor_ = nullptr;
  Tuplestorestate* store_ = nullptr;
  EphemeralNamedRelation relation_ = nullptr;
};

}  // namespace paliad::postgres
