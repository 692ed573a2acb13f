// Code that others wrote never gets the extension's rights. While a GuardScope lives, a function
// whose owner is no superuser runs as its owner, in a security-restricted operation, when the
// guarded role is about to call it: a trigger, a cast, a check, an index expression, whatever the
// server calls on its way. Functions of superusers (the server's own, extensions') run as usual.
// Once such a function runs, PostgreSQL's own rules hold for what it calls in its turn.
//
// The server asks a library for this by fmgr_hook and needs_fmgr_hook
// (src/backend/utils/fmgr/fmgr.c, as contrib/sepgsql uses them); functions that need the hook are
// not inlined, nor evaluated while a statement is planned without it.
#pragma once

#include "backend/postgres/server.hpp"

namespace paliad::postgres {

// Installs the hooks, behind those that other libraries have installed; once, when the library is
// loaded.
void install_untrusted_code_hooks();

// For its life calls that `role` makes are guarded. Scopes nest: the innermost one's role counts.
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

// The same for the rest of this process's life: for workers, whose session is a superuser's.
void guard_this_process() noexcept;

}  // namespace paliad::postgres
