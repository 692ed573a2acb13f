// The tables that a restore fills: which they are, and whether it may.
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
  std::vector<std::string> columns;  // that are loaded, in the backup's order
  std::vector<bool> kept;            // for each column of the backup: is it one of them
};

enum class MissingColumns { refuse, drop };

// One for each sheet, in order: the tables of these names where `place` puts them, as they are now.
// Throws Error: undefined_table where some are missing, undefined_column where columns of the
// backup are and `missing` refuses that, wrong_object_type for what is no table or is an
// extension's.
std::vector<TargetTable> find_tables(const schema::Placement& place,
                                     const std::vector<model::SheetInfo>& sheets,
                                     MissingColumns missing);

// The same for tables that were there before, made sure of: the caller may insert into each,
// nobody else writes them until the transaction ends, nor those that their foreign keys refer to,
// and they have no rows. Throws Error as find_tables() does; insufficient_privilege,
// object_not_in_prerequisite_state where there are rows.
std::vector<TargetTable> claim_tables(const std::string& schema,
                                      const std::vector<model::SheetInfo>& sheets,
                                      MissingColumns missing);

// Makes sure that nothing has the name of one of the tables. Throws Error: null_value_not_allowed,
// for who named no schema may have meant to.
void require_names_free(const std::vector<model::SheetInfo>& sheets);

// Each in the schema where it was.
std::string same_schema(const std::string& schema);

// All in one schema.
schema::Placement all_in(const std::string& schema);

// Whether there is such a schema.
bool schema_exists(const std::string& schema);

// FROM's item for the rows of the table alone.
std::string from_item(const TargetTable& table);

// The table and its partitions at any depth, by oid, in their order. Throws Error.
std::vector<Oid> relations_below(const TargetTable& table);

// Their ids as an array's text.
std::string ids_of(const std::vector<TargetTable>& tables);

// The same, with the ids of their partitions at every level.
std::string with_partitions(const std::vector<TargetTable>& tables);

}  // namespace paliad::restore
