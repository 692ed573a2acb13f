// Named steps of a run and of a removal, at which a build for tests (make FAULTS=1) can fail or
// wait. In other builds the calls do nothing.
//
// In order: recorder_start, claim, audit, running, locks, csv, json, worksheet, part_write,
// assemble, reread, fsync, publish, directory_fsync, report, outcome, entry, confirm.
// A removal's: unlink, removed.
#pragma once

namespace paliad {

#ifdef PALIAD_FAULTS

// Called at each step; may throw or wait. With a null hook nothing happens.
using FaultHook = void (*)(const char* step);
void set_fault_hook(FaultHook hook) noexcept;

// Throws what the hook throws.
void fault_point(const char* step);

#else

inline void fault_point(const char*) noexcept {}

#endif

}  // namespace paliad
