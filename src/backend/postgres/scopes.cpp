#include "backend/postgres/scopes.hpp"

#include <cstring>

namespace paliad::postgres {

void SettingsScope::set(const char* name, const char* value, bool optional) {
  call_backend([&]() {
    if (optional && GetConfigOption(name, true, false) == nullptr) return;
    (void)set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0,
                            false);
  });
}

void SettingsScope::set_as_superuser(const char* name, const char* value) {
  call_backend([&]() {
    (void)set_config_option(name, value, PGC_SUSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
  });
}

namespace {

constexpr const char* server_schemas = "pg_catalog, pg_temp";

}  // namespace

PinnedSettingsScope::PinnedSettingsScope() {
  set("search_path", server_schemas);
  set("row_security", "off");
}

// A parallel worker can't change a setting; it has its leader's.
OwnNamesScope::OwnNamesScope() {
  if (std::strcmp(namespace_search_path, server_schemas) != 0)
    settings_.emplace().set("search_path", server_schemas);
}

std::string setting(const char* name) {
  const char* value = call_backend([&]() -> const char* {
    char* text = GetConfigOptionByName(name, nullptr, true);
    return text == nullptr ? "" : text;
  });
  return value;
}

void pin_search_path() {
  call_backend(
      []() { SetConfigOption("search_path", server_schemas, PGC_USERSET, PGC_S_SESSION); });
}

Oid role_oid(const char* name) {
  const Oid oid = call_backend([&]() { return get_role_oid(name, true); });
  if (oid == InvalidOid)
    throw Error(
        sqlstate::undefined_object, std::string("role \"") + name + "\" does not exist", {},
        "CREATE EXTENSION paliad_backup makes it; after moving a database to another server, "
        "create it as docs/operations.md says.");
  return oid;
}

}  // namespace paliad::postgres
