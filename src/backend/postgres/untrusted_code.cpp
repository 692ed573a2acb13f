#include "backend/postgres/untrusted_code.hpp"

#include <utility>

namespace paliad::postgres {

namespace {

Oid guarded_role = InvalidOid;
int foreign_calls = 0;  // the depth of nested calls of foreign functions
needs_fmgr_hook_type next_needs_hook = nullptr;
fmgr_hook_type next_hook = nullptr;

// The properties of a function that decide how it is called.
struct Foreign {
  Oid owner = InvalidOid;  // InvalidOid where it is a superuser's
  bool security_definer = false;
  bool has_settings = false;  // a SET clause: the server opens a level of settings for it
};

Foreign describe(Oid function) {
  Foreign foreign;
  if (!OidIsValid(guarded_role)) return foreign;
  HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
  if (!HeapTupleIsValid(tuple)) return foreign;
  const auto* const row = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
  const Oid owner = row->proowner;
  foreign.security_definer = row->prosecdef;
  foreign.has_settings = !heap_attisnull(tuple, Anum_pg_proc_proconfig, nullptr);
  ReleaseSysCache(tuple);
  if (owner != guarded_role && !superuser_arg(owner)) foreign.owner = owner;
  return foreign;
}

// One call of a function that went through the hook. Calls with one FmgrInfo may nest.
struct Call {
  Call* outer;
  Oid user;
  int context;
  int settings_level;  // 0 where none was opened
  bool foreign;
  bool switched;
};

// What a FmgrInfo keeps between the hook's events: the next hook's value, and the innermost call.
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
  auto* call = static_cast<Call*>(MemoryContextAllocZero(function->fn_mcxt, sizeof(Call)));
  const Foreign foreign = describe(function->fn_oid);
  call->outer = kept->innermost;
  GetUserIdAndSecContext(&call->user, &call->context);
  kept->innermost = call;
  call->foreign = OidIsValid(foreign.owner);
  if (!call->foreign) return;
  // Only the outermost foreign call gets a level of settings: what foreign functions set for each
  // other may stay among them.
  if (foreign_calls++ == 0 && !foreign.has_settings) call->settings_level = NewGUCNestLevel();
  // A SECURITY DEFINER function acts as its owner already.
  call->switched = !foreign.security_definer && call->user == guarded_role;
  if (call->switched)
    SetUserIdAndSecContext(foreign.owner, call->context | SECURITY_LOCAL_USERID_CHANGE |
                                              SECURITY_RESTRICTED_OPERATION);
}

// Undoes what the function has set. Where it has a SET clause, the RoleScope undoes it; after an
// error, the end of its subtransaction.
void end_call(Kept* kept, bool failed) {
  Call* call = kept->innermost;
  if (call == nullptr) return;
  kept->innermost = call->outer;
  if (call->foreign && foreign_calls > 0) --foreign_calls;
  if (call->settings_level != 0 && !failed) AtEOXact_GUC(false, call->settings_level);
  if (call->switched) SetUserIdAndSecContext(call->user, call->context);
  pfree(call);
}

// Asked when the function is looked up, perhaps by another role than the one that will call it. So
// the hook is wanted for every foreign function, and begin_call() decides.
extern "C" bool needs_hook(Oid function) {
  return OidIsValid(describe(function).owner) ||
         (next_needs_hook != nullptr && next_needs_hook(function));
}

extern "C" void on_call(FmgrHookEventType event, FmgrInfo* function, Datum* argument) {
  Kept* kept = kept_of(function, argument);
  if (event == FHET_START) begin_call(function, kept);
  if (next_hook != nullptr) next_hook(event, function, &kept->next);
  if (event != FHET_START) end_call(kept, event == FHET_ABORT);
}

}  // namespace

void install_untrusted_code_hooks() {
  next_needs_hook = std::exchange(needs_fmgr_hook, needs_hook);
  next_hook = std::exchange(fmgr_hook, on_call);
}

// Resets the plan cache because plans that were kept from before were made without the hook.
GuardScope::GuardScope(Oid role) noexcept
    : outer_(std::exchange(guarded_role, role)), outer_calls_(std::exchange(foreign_calls, 0)) {
  if (!OidIsValid(outer_)) ResetPlanCache();
}
GuardScope::~GuardScope() {
  guarded_role = outer_;
  foreign_calls = outer_calls_;
}

void guard_this_process() noexcept { guarded_role = BOOTSTRAP_SUPERUSERID; }

}  // namespace paliad::postgres
