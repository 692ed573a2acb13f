// Calls of the extension's own functions that reach no other function: another overload may fit
// untyped arguments better, and another schema may have been put in the place of the extension's.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace paliad::web {

// A function as the extension's script makes it. The types of its arguments are pg_catalog's; empty
// ones at the end stand for no argument.
struct ExtensionFunction {
  std::string_view name;
  std::array<std::string_view, 3> types{};
};

namespace extension {
inline constexpr ExtensionFunction start{"paliad_backup_start", {}};
inline constexpr ExtensionFunction cancel{"paliad_backup_cancel", {"uuid"}};
inline constexpr ExtensionFunction progress{"paliad_backup_progress", {}};
inline constexpr ExtensionFunction status{"paliad_backup_status", {}};
inline constexpr ExtensionFunction read{"paliad_backup_read", {"uuid", "int8", "int4"}};
inline constexpr ExtensionFunction verify{"paliad_backup_verify", {"uuid"}};
inline constexpr ExtensionFunction contents{"paliad_backup_contents", {"uuid"}};
inline constexpr ExtensionFunction left_out{"paliad_backup_left_out", {"uuid"}};
inline constexpr ExtensionFunction hold{"paliad_backup_hold", {"uuid", "bool"}};
inline constexpr ExtensionFunction remove{"paliad_backup_delete", {"uuid"}};
}  // namespace extension

// The SQL of a call with $1, $2 … as its arguments. `schema` is the extension's, quoted, followed
// by a dot.
std::string call_of(const std::string& schema, const ExtensionFunction& function);

// An SQL expression that names those of the functions above, and of the extension's tables that
// this server reads, that are not members of the extension; NULL where all are. It refers to e.oid,
// the extension's, and e.schema, as call_of() takes it.
std::string not_of_extension();

}  // namespace paliad::web
