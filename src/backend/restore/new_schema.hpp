// Schemas that did not exist, made from a bundle's schema.sql by a role that has rights in it and
// nowhere else.
#pragma once

#include "backend/postgres/valves.hpp"
#include "backend/restore/broken_rows.hpp"
#include "core/schema/schema_script.hpp"

#include <string>
#include <vector>

namespace paliad::restore {

class NewSchemas {
public:
  // Makes the schemas, for the restorer (backend/access/roles). Throws Error.
  NewSchemas(schema::SchemaScript script, BrokenRows broken);

  // Types, sequences and tables; and keys, indexes and comments when the rows are there. Where rows
  // that break a constraint are kept, the checks of domains come with the keys.
  void make_tables() const;
  void make_keys() const;
  // Puts the sequences where they were.
  void set_sequences() const;
  const schema::SchemaScript& script() const noexcept { return script_; }

  // Gives schemas, tables, types and sequences to `role`. Throws Error(data_corrupted) where there
  // is more in a schema than schema.sql makes, or the restorer has anything outside of them: code
  // that ran meanwhile must have made it.
  void hand_over(Oid role) const;

private:
  void run(const std::vector<std::string>& statements) const;
  bool keeps_rows_of(const std::string& statement) const;

  schema::SchemaScript script_;
  BrokenRows broken_;
};

// Throws Error(insufficient_privilege) where the current user may not make schemas here.
void require_may_create_schema();

}  // namespace paliad::restore
