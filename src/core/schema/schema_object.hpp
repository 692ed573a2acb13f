// The objects of a database with the statements that make them: backend/deparse reads them, and
// object_order puts them in order.
#pragma once

#include "core/base/coded_text.hpp"
#include "core/schema/schema_statements.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
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
  return one.object == other.object && one.catalog == other.catalog;
}

struct AddressHash {
  std::size_t operator()(const Address& address) const noexcept {
    return std::hash<std::uint64_t>()(std::uint64_t{address.catalog} << 32U | address.object);
  }
};

// In the order in which a script makes objects that don't need each other.
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
  NeededRoles roles;
  std::string statement;
};

struct Object {
  Address address;
  Kind kind = Kind::other;
  std::string name;        // quoted; qualified where it lies in a schema
  std::string plain_name;  // without quotes and schema; empty where it has none
  std::string table;       // the table or type that it belongs to, where its name needs that
  std::vector<std::string> statements;
  // For an object that may need itself through others: the statement that makes it provisionally,
  // and the one that then completes it, instead of `statements` (empty: `statements` do).
  std::string stand_in;
  std::string completion;
  bool after_rows = false;           // made after the rows unless something before them needs it
  bool asked = false;                // belongs to the backup: is carried, or reported as lost
  bool adapts = false;               // is made without a needed object that is lost
  std::optional<CodedText> refusal;  // why it can't be carried (core/codes/not_carried_texts.hpp)
  std::vector<RoleStatement> for_roles;  // further statements, which name roles (a policy's)
  std::vector<std::string> comments;
  std::vector<RoleStatement> owners;
  std::vector<RoleStatement> rights;
  std::vector<std::string> at_the_end;  // run after all else, rights too
};

// A row of pg_depend: `object` needs `needed`. Columns are pg_depend's sub-ids, 0 for the whole.
struct Dependency {
  Address object;
  int column = 0;
  Address needed;
  int needed_column = 0;
};

}  // namespace paliad::schema
