// Scopes that change something of the session and put it back when they end.
#pragma once

#include "backend/postgres/untrusted_code.hpp"
#include "backend/postgres/valves.hpp"

#include <optional>
#include <string>
#include <utility>

namespace paliad::postgres {

// Sets settings until the scope ends, as a function's SET clause does.
class SettingsScope {
public:
  using Setting = std::pair<const char*, const char*>;

  SettingsScope() : level_(NewGUCNestLevel()) {}
  ~SettingsScope() { AtEOXact_GUC(false, level_); }
  SettingsScope(const SettingsScope&) = delete;
  SettingsScope& operator=(const SettingsScope&) = delete;

  // Does nothing where `optional` and this server version doesn't know the setting. Throws Error.
  void set(const char* name, const char* value, bool optional = false);

  // The same for a setting that only superusers may set.
  void set_as_superuser(const char* name, const char* value);

private:
  int level_;
};

// For the extension's own statements: pins search_path and row_security, so that the caller's
// settings decide neither what names mean nor which rows are seen.
class PinnedSettingsScope : public SettingsScope {
public:
  PinnedSettingsScope();
};

// Pins search_path, so that names mean what lies in pg_catalog, whatever the caller has set.
class OwnNamesScope {
public:
  OwnNamesScope();

private:
  std::optional<SettingsScope> settings_;  // none where search_path is pinned already
};

// Acts as `role` in a security-restricted operation, as VACUUM and REINDEX act as a table's owner.
// Meanwhile code that others wrote (of a table, a type, a trigger) runs with its owner's rights
// (untrusted_code.hpp). What such code does to a setting, such as search_path, is undone when the
// scope ends, but not between two statements in one scope.
class RoleScope {
public:
  explicit RoleScope(Oid role) : guard_(role), level_(NewGUCNestLevel()) {
    GetUserIdAndSecContext(&user_, &context_);
    SetUserIdAndSecContext(role, context_ | SECURITY_RESTRICTED_OPERATION);
  }
  ~RoleScope() {
    AtEOXact_GUC(false, level_);
    SetUserIdAndSecContext(user_, context_);
  }
  RoleScope(const RoleScope&) = delete;
  RoleScope& operator=(const RoleScope&) = delete;

private:
  const GuardScope guard_;
  int level_;
  Oid user_ = InvalidOid;
  int context_ = 0;
};

// Sets an active snapshot that sees all that has committed.
class LatestSnapshotScope {
public:
  LatestSnapshotScope() {
    call_backend([]() { PushActiveSnapshot(GetLatestSnapshot()); });
  }
  ~LatestSnapshotScope() { PopActiveSnapshot(); }
  LatestSnapshotScope(const LatestSnapshotScope&) = delete;
  LatestSnapshotScope& operator=(const LatestSnapshotScope&) = delete;
};

// The value in force, as SHOW returns it; empty where the server doesn't know the setting.
std::string setting(const char* name);

// Pins search_path as OwnNamesScope does, for the rest of the session: for a worker. Throws Error.
void pin_search_path();

// The oid of the role `name`. Throws Error(undefined_object) with a hint where there is none.
Oid role_oid(const char* name);

}  // namespace paliad::postgres
