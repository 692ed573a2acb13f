// New schemas, made from a bundle's schema.sql by a role that has rights in them and nowhere else.
#pragma once

#include "backend/postgres/valves.hpp"
#include "backend/restore/broken_rows.hpp"
#include "core/schema/schema_script.hpp"

#include <string>
#include <vector>

namespace paliad::restore {

class NewSchemas {
public:
  // Makes the schemas, owned by the restorer (backend/access/roles). Throws Error: undefined_object
  // where an extension is missing that the script needs, object_not_in_prerequisite_state where it
  // lies in another schema than in the backup; what the server raises.
  NewSchemas(schema::SchemaScript script, BrokenRows broken);

  // Makes types, sequences and tables. Throws Error.
  void make_tables() const;
  // Makes keys, indexes and comments, once the rows are loaded. Where rows that break a constraint
  // are kept, adds the checks of domains here too. Throws Error.
  void make_keys() const;
  // Sets the sequences' positions. Throws Error.
  void set_sequences() const;
  const schema::SchemaScript& script() const noexcept { return script_; }

  // Makes `role` the owner of the schemas and of all in them. Throws Error(data_corrupted) where a
  // schema has more than schema.sql makes, or the restorer has anything outside of the schemas:
  // code that ran meanwhile must have made it.
  void hand_over(Oid role) const;

private:
  void run(const std::vector<std::string>& statements) const;
  bool keeps_rows_of(const std::string& statement) const;

  schema::SchemaScript script_;
  BrokenRows broken_;
};

// Throws Error(insufficient_privilege) where the current user may not make schemas in this
// database.
void require_may_create_schema();

}  // namespace paliad::restore
