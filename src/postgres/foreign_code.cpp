#include "postgres/foreign_code.hpp"

#include <utility>

namespace paliad::postgres {

namespace {

Oid guarded_role = InvalidOid;
needs_fmgr_hook_type next_needs_hook = nullptr;
fmgr_hook_type next_hook = nullptr;

// Where the function is to run as its owner: that owner. InvalidOid where it runs as it would.
Oid owner_to_act_as(Oid function) {
  if (!OidIsValid(guarded_role) || GetUserId() != guarded_role) return InvalidOid;
  HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
  if (!HeapTupleIsValid(tuple)) return InvalidOid;
  const auto* const row = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
  // A SECURITY DEFINER function acts as its owner already.
  const Oid owner = row->prosecdef ? InvalidOid : row->proowner;
  ReleaseSysCache(tuple);
  return OidIsValid(owner) && owner != guarded_role && !superuser_arg(owner) ? owner : InvalidOid;
}

// One call of a function that passed through the hook; calls of one FmgrInfo nest.
struct Call {
  Call* outer;
  Oid user;
  int context;
  int settings_level;
  bool switched;
};

// What the next hook keeps of a call, and our innermost one.
struct Kept {
  Datum next;
  Call* innermost;
};

Kept* kept_of(const FmgrInfo* function, Datum* argument) {
  if (DatumGetPointer(*argument) == nullptr)
    *argument = PointerGetDatum(MemoryContextAllocZero(function->fn_mcxt, sizeof(Kept)));
  return reinterpret_cast<Kept*>(DatumGetPointer(*argument));
}

void begin_call(const FmgrInfo* function, Kept* kept) {
  auto* call = static_cast<Call*>(MemoryContextAlloc(function->fn_mcxt, sizeof(Call)));
  const Oid owner = owner_to_act_as(function->fn_oid);
  call->outer = kept->innermost;
  call->switched = OidIsValid(owner);
  GetUserIdAndSecContext(&call->user, &call->context);
  kept->innermost = call;
  if (!call->switched) return;
  call->settings_level = NewGUCNestLevel();
  SetUserIdAndSecContext(owner, call->context | SECURITY_LOCAL_USERID_CHANGE |
                                    SECURITY_RESTRICTED_OPERATION);
}

// What the function has set ends with it; after an error its subtransaction's end sees to that.
void end_call(Kept* kept, bool failed) {
  Call* call = kept->innermost;
  if (call == nullptr) return;
  kept->innermost = call->outer;
  if (call->switched && !failed) AtEOXact_GUC(false, call->settings_level);
  if (call->switched) SetUserIdAndSecContext(call->user, call->context);
  pfree(call);
}

extern "C" bool needs_hook(Oid function) {
  return OidIsValid(owner_to_act_as(function)) ||
         (next_needs_hook != nullptr && next_needs_hook(function));
}

extern "C" void on_call(FmgrHookEventType event, FmgrInfo* function, Datum* argument) {
  Kept* kept = kept_of(function, argument);
  if (event == FHET_START) begin_call(function, kept);
  if (next_hook != nullptr) next_hook(event, function, &kept->next);
  if (event != FHET_START) end_call(kept, event == FHET_ABORT);
}

}  // namespace

void install_foreign_code_hooks() {
  next_needs_hook = std::exchange(needs_fmgr_hook, needs_hook);
  next_hook = std::exchange(fmgr_hook, on_call);
}

GuardScope::GuardScope(Oid role) noexcept : outer_(std::exchange(guarded_role, role)) {}
GuardScope::~GuardScope() { guarded_role = outer_; }

void guard_this_process() noexcept { guarded_role = BOOTSTRAP_SUPERUSERID; }

}  // namespace paliad::postgres
