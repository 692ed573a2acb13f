// Children of tables that CREATE TABLE ... INHERITS would make otherwise than they are: with the
// parents' columns first, where the child had a column before its parent or before it had that
// parent; without a column that is no longer the parent's; with the parent's storage, or not at all
// where two parents differ in it. They are made with all of their columns and then given their
// parents. Those that lack a column or a generation which a parent demands (a rule on the child
// alone) come back without parents.
#pragma once

#include "backend/deparse/object_reader.hpp"
#include "backend/deparse/query_cache.hpp"
#include "core/base/coded_text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace paliad::deparse {

struct StandaloneChild {
  std::string id;    // the oid
  std::string name;  // qualified
  bool has_inherited_columns = false;
  std::optional<std::string> lost_parents;  // qualified, where it comes back without them

  // How it differs from the original; empty where it doesn't.
  CodedText note() const;
};

// `omitted` as in make_table_statements(); `expressions` has the oids of the defaults and
// generations that the tables' statements contain, as an array's text. Throws Error.
std::vector<StandaloneChild> standalone_children(const Scope& scope, const std::string& omitted,
                                                 const std::string& expressions,
                                                 QueryCache& answers);

// The statements that give these tables (oids) their parents, as far as the scope has those: rows
// of the table's oid and a statement. Throws Error.
const std::vector<postgres::Row>& inherit_statements(const std::vector<std::string>& children,
                                                     const Scope& scope, QueryCache& answers);

}  // namespace paliad::deparse
