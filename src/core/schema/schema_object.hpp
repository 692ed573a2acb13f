// The objects of a database as a script makes them: what backend/deparse reads and object_order
// puts in order.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/bundle/schema_statements.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace paliad::schema {

// A row of a system catalog, as pg_depend names it.
struct Address {
  std::uint32_t catalog = 0;  // the catalog's own oid
  std::uint32_t object = 0;
};

inline bool operator<(const Address& one, const Address& other) noexcept {
  return std::tie(one.catalog, one.object) < std::tie(other.catalog, other.object);
}
inline bool operator==(const Address& one, const Address& other) noexcept {
  return std::tie(one.catalog, one.object) == std::tie(other.catalog, other.object);
}

// In the order in which a script makes what needs nothing of each other.
enum class Kind {
  schema,
  extension,
  language,
  collation,
  type,
  base_type,
  domain_default,
  domain_check,
  function,
  aggregate,
  operator_family,
  operator_class,
  operator_,
  cast,
  transform,
  conversion,
  access_method,
  text_search_parser,
  text_search_template,
  text_search_dictionary,
  text_search_configuration,
  sequence,
  table,
  inheritance,
  column_default,
  sequence_owner,
  large_object,
  key,
  index,
  attached_index,
  check,
  foreign_key,
  statistics,
  table_setting,
  view,
  materialized_view,
  rule,
  trigger,
  policy,
  other,
};

// A statement that names roles.
struct RoleStatement {
  bundle::NeededRoles roles;
  std::string statement;
};

struct Object {
  Address address;
  Kind kind = Kind::other;
  std::string name;        // quoted; qualified where it lies in a schema
  std::string plain_name;  // without quotes and schema; empty where it has none
  std::string table;       // what it belongs to, if it has no name of its own without that
  std::vector<std::string> statements;
  // Where something that it needs also needs it: what is made first in its place, and what then
  // makes it in place of `statements`.
  std::string stand_in;
  std::string completion;
  bool after_rows = false;           // unless something before the rows needs it
  bool asked = false;                // belongs to the backup: it is carried or named
  bool adapts = false;               // is made without what it needs where that is lost
  std::optional<CodedText> refusal;  // why it can't be carried (core/codes/not_carried_texts.hpp)
  std::vector<RoleStatement> for_roles;  // in place of a statement that names roles
  std::vector<std::string> comments;
  std::vector<RoleStatement> owners;
  std::vector<RoleStatement> rights;
  std::vector<std::string> at_the_end;  // when all else is there, rights too
};

// A row of pg_depend: `object` needs `needed`. Columns are pg_depend's sub-ids, 0 for the whole.
struct Dependency {
  Address object;
  int column = 0;
  Address needed;
  int needed_column = 0;
};

}  // namespace paliad::schema
