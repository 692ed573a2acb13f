// The named steps of a run and of a removal, at which a build for tests (make FAULTS=1) can be told
// to fail or to wait. Release builds have none of it: the calls are empty.
//
// In order: recorder_start, claim, audit, running, locks, csv, json, worksheet, part_write,
// assemble, reread, fsync, publish, directory_fsync, report, outcome, entry, confirm.
// A removal's: unlink, removed.
#pragma once

namespace paliad {

#ifdef PALIAD_FAULTS

// What to do at a step: may throw, may take its time. Null: nothing.
using FaultHook = void (*)(const char* step);
void set_fault_hook(FaultHook hook) noexcept;

void fault_point(const char* step);

#else

inline void fault_point(const char*) noexcept {}

#endif

}  // namespace paliad
