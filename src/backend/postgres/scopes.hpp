// What a run changes of its session for a while, each put back when the scope ends.
#pragma once

#include "backend/postgres/untrusted_code.hpp"
#include "backend/postgres/valves.hpp"

#include <optional>
#include <string>
#include <utility>

namespace paliad::postgres {

// Settings for the scope (as a function's SET clause does it).
class SettingsScope {
public:
  using Setting = std::pair<const char*, const char*>;

  SettingsScope() : level_(NewGUCNestLevel()) {}
  ~SettingsScope() { AtEOXact_GUC(false, level_); }
  SettingsScope(const SettingsScope&) = delete;
  SettingsScope& operator=(const SettingsScope&) = delete;

  // A setting this server version doesn't know is passed over when `optional`.
  void set(const char* name, const char* value, bool optional = false);

  // One that only superusers may set.
  void set_as_superuser(const char* name, const char* value);

private:
  int level_;
};

// For statements of our own: the caller's settings decide neither what names mean nor which rows
// are seen.
class PinnedSettingsScope : public SettingsScope {
public:
  PinnedSettingsScope();
};

// Names mean what lies in pg_catalog, whatever the caller's search_path is.
class OwnNamesScope {
public:
  OwnNamesScope();

private:
  std::optional<SettingsScope> settings_;  // where they don't already
};

// Acts as `role` in a security-restricted operation (as VACUUM and REINDEX act as a table's owner).
// Code that others wrote (of a table, a type, a trigger) runs with its owner's rights meanwhile
// (untrusted_code.hpp), and what it does to a setting, such as search_path, ends with the scope.
// Between two statements in one scope it doesn't.
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

// An active snapshot newer than all that has committed.
class LatestSnapshotScope {
public:
  LatestSnapshotScope() {
    call_backend([]() { PushActiveSnapshot(GetLatestSnapshot()); });
  }
  ~LatestSnapshotScope() { PopActiveSnapshot(); }
  LatestSnapshotScope(const LatestSnapshotScope&) = delete;
  LatestSnapshotScope& operator=(const LatestSnapshotScope&) = delete;
};

// The value in force, as SHOW has it; empty where the server doesn't know the setting.
std::string setting(const char* name);

// The same for this session, for good: for a worker.
void pin_search_path();

// The role's oid. Throws Error(undefined_object) with a hint where there is none.
Oid role_oid(const char* name);

}  // namespace paliad::postgres
