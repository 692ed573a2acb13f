// Code that others wrote never gets the extension's rights. While a GuardScope lives, a function
// whose owner is no superuser runs as its owner, in a security-restricted operation, when the
// guarded role is about to call it: a trigger, a cast, a check, an index expression, or whatever
// else the server calls. Functions of superusers (the server's own, extensions') run as usual. What
// such a function calls in turn runs by PostgreSQL's own rules.
//  This uses the server's hooks fmgr_hook and needs_fmgr_hook (src/backend/utils/fmgr/fmgr.c), as
// contrib/sepgsql does. Functions that need the hook are not inlined, nor evaluated without it
// while a statement is planned.
#pragma once

#include "backend/postgres/server.hpp"

namespace paliad::postgres {

// Installs the hooks, which call those that other libraries have installed before. Call it once,
// when the library is loaded.
void install_untrusted_code_hooks();

// While it lives the calls that `role` makes are guarded. Scopes nest: only the innermost one's
// role is guarded.
class GuardScope {
public:
  explicit GuardScope(Oid role) noexcept;
  ~GuardScope();
  GuardScope(const GuardScope&) = delete;
  GuardScope& operator=(const GuardScope&) = delete;

private:
  const Oid outer_;
  const int outer_calls_;
};

// Guards the bootstrap superuser's calls for the rest of this process's life: for workers, whose
// session is that user's.
void guard_this_process() noexcept;

}  // namespace paliad::postgres
