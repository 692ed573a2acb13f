// Finds the tables that a restore fills, and checks whether it may fill them.
#pragma once

#include "backend/postgres/valves.hpp"
#include "core/model/bundle_info.hpp"
#include "core/schema/schema_script.hpp"

#include <string>
#include <vector>

namespace paliad::restore {

struct TargetTable {
  Oid oid = InvalidOid;
  Oid owner = InvalidOid;
  bool partitioned = false;
  std::string name;                  // qualified and quoted
  std::vector<std::string> columns;  // those that are loaded, in the backup's order
  std::vector<bool> kept;            // for each column of the backup: whether it is loaded
};

enum class MissingColumns { refuse, drop };

// The sheets' tables as they are now, one for each sheet, in order, in the schemas that `place`
// names. Throws Error: undefined_table where some are missing; undefined_column where columns of
// the backup are missing and `missing` refuses that, or a table has none of them; wrong_object_type
// for what is no table or belongs to an extension; feature_not_supported where `place` puts two
// tables of the same name into one schema.
std::vector<TargetTable> find_tables(const schema::Placement& place,
                                     const std::vector<model::SheetInfo>& sheets,
                                     MissingColumns missing);

// The same for existing tables of one schema. Locks them, and the tables that their foreign keys
// refer to, against writes of others until the transaction ends, and checks that the caller may
// insert into each and that they are empty. Throws Error as find_tables() does;
// insufficient_privilege, also where row-level security applies to the caller; lock_not_available;
// serialization_failure where a table was replaced meanwhile; object_not_in_prerequisite_state
// where there are rows.
std::vector<TargetTable> claim_tables(const std::string& schema,
                                      const std::vector<model::SheetInfo>& sheets,
                                      MissingColumns missing);

// Throws Error(null_value_not_allowed) where a relation has the name of one of the tables: the
// caller who named no schema may have forgotten it.
void require_names_free(const std::vector<model::SheetInfo>& sheets);

// A placement that leaves each table in its schema.
std::string same_schema(const std::string& schema);

// A placement that puts all tables into one schema.
schema::Placement all_in(const std::string& schema);

// Whether the database has that schema.
bool schema_exists(const std::string& schema);

// The item of FROM that reads the table's rows: with ONLY, unless it is partitioned.
std::string from_item(const TargetTable& table);

// The oids of the table and of its partitions at every level, in ascending order. Throws Error.
std::vector<Oid> relations_below(const TargetTable& table);

// The tables' oids as the text of an array.
std::string ids_of(const std::vector<TargetTable>& tables);

// The same, with the oids of their partitions at every level. Throws Error.
std::string with_partitions(const std::vector<TargetTable>& tables);

}  // namespace paliad::restore
