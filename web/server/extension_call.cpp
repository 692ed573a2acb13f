#include "extension_call.hpp"

namespace paliad::web {

namespace {

constexpr const ExtensionFunction* functions[] = {
    &extension::start, &extension::cancel, &extension::progress, &extension::status,
    &extension::read,  &extension::verify, &extension::contents, &extension::left_out,
    &extension::hold,  &extension::remove};

// name(…): each argument is what `argument` returns for its number, followed by its type.
template <typename Argument>
std::string with_arguments(const ExtensionFunction& function, Argument argument) {
  std::string list;
  int number = 0;
  for (const std::string_view type : function.types)
    if (!type.empty())
      list += (list.empty() ? "" : ", ") + argument(++number) + "pg_catalog." + std::string(type);
  return std::string(function.name) + "(" + list + ")";
}

std::string signature(const ExtensionFunction& function) {
  return with_arguments(function, [](int) { return std::string(); });
}

}  // namespace

std::string call_of(const std::string& schema, const ExtensionFunction& function) {
  return schema +
         with_arguments(function, [](int number) { return "$" + std::to_string(number) + "::"; });
}

std::string not_of_extension() {
  std::string signatures;
  for (const ExtensionFunction* const function : functions)
    signatures += (signatures.empty() ? "'" : ", '") + signature(*function) + "'";
  return "(SELECT string_agg(m.name, ', ') FROM ("
         "   SELECT f, 'pg_catalog.pg_proc'::regclass, to_regprocedure(e.schema || f)::oid"
         "     FROM unnest(ARRAY[" +
         signatures +
         "]) AS f"
         "   UNION ALL SELECT 'paliad.backups', 'pg_catalog.pg_class', "
         "to_regclass('paliad.backups'))"
         "     AS m (name, kind, id)"
         "   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d"
         "     WHERE d.classid = m.kind AND d.objid = m.id AND d.deptype = 'e'"
         "       AND d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = e.oid))";
}

}  // namespace paliad::web
