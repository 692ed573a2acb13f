// What differs between the server versions this project supports (14 to 18), in one place.
#pragma once

#include "backend/postgres/server.hpp"

// Defines VARDATA and the like, which postgres.h defines before 16.
#if PG_VERSION_NUM >= 160000
extern "C" {
#include "varatt.h"
}
#endif

// In 18, PG_MODULE_MAGIC leaves fields out of an initializer, and clang warns of that.
#if PG_VERSION_NUM >= 180000
#define PALIAD_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "paliad_backup", .version = nullptr)
#else
#define PALIAD_MODULE_MAGIC PG_MODULE_MAGIC
#endif

namespace paliad::postgres {

inline shm_mq_result compat_shm_mq_send(shm_mq_handle* queue, Size size, const void* data) {
#if PG_VERSION_NUM >= 150000
  return shm_mq_send(queue, size, data, false, true);
#else
  return shm_mq_send(queue, size, data, false);
#endif
}

// Memory in which a setting's check hook passes a value to its assign hook; the server frees it.
// Null where there is no memory.
inline void* compat_setting_memory(Size size) {
#if PG_VERSION_NUM >= 160000
  return guc_malloc(LOG, size);
#else
  return malloc(size);
#endif
}

// A function that walks a tree of nodes; returning true ends the walk. Servers before 16 declare it
// without the types of its arguments.
using NodeWalker = bool (*)(Node*, void*);
using UntypedWalker = bool (*)();

inline UntypedWalker untyped(NodeWalker walker) {
  return reinterpret_cast<UntypedWalker>(reinterpret_cast<void (*)()>(walker));
}

inline bool compat_query_tree_walker(Query* query, NodeWalker walker, void* context) {
#if PG_VERSION_NUM >= 160000
  return query_tree_walker(query, walker, context, 0);
#else
  return query_tree_walker(query, untyped(walker), context, 0);
#endif
}

inline bool compat_expression_tree_walker(Node* node, NodeWalker walker, void* context) {
#if PG_VERSION_NUM >= 160000
  return expression_tree_walker(node, walker, context);
#else
  return expression_tree_walker(node, untyped(walker), context);
#endif
}

inline Query* compat_parse_analyze(RawStmt* parsed, const char* text, Oid* types, int count,
                                   QueryEnvironment* environment) {
#if PG_VERSION_NUM >= 150000
  return parse_analyze_fixedparams(parsed, text, types, count, environment);
#else
  return parse_analyze(parsed, text, types, count, environment);
#endif
}

inline void compat_executor_run(QueryDesc* query) {
#if PG_VERSION_NUM >= 180000
  ExecutorRun(query, ForwardScanDirection, 0);
#else
  ExecutorRun(query, ForwardScanDirection, 0, true);
#endif
}

// Fires the timeout every so many milliseconds. 14 can't repeat a timeout: there its handler must
// end with compat_enable_timeout_again(), which the server allows in a handler.
inline void compat_enable_timeout_every(TimeoutId timeout, int milliseconds) {
#if PG_VERSION_NUM >= 150000
  enable_timeout_every(timeout, TimestampTzPlusMilliseconds(GetCurrentTimestamp(), milliseconds),
                       milliseconds);
#else
  enable_timeout_after(timeout, milliseconds);
#endif
}

inline void compat_enable_timeout_again([[maybe_unused]] TimeoutId timeout,
                                        [[maybe_unused]] int milliseconds) {
#if PG_VERSION_NUM < 150000
  enable_timeout_after(timeout, milliseconds);
#endif
}

// The timeline on which this server writes WAL. Not for a standby.
inline TimeLineID compat_timeline() {
#if PG_VERSION_NUM >= 150000
  return GetWALInsertionTimeLine();
#else
  return ThisTimeLineID;
#endif
}

// Requests `bytes` of the server's main shared memory, while the library is preloaded: 14 takes the
// request at once, later versions take it in a hook.
template <Size bytes>
void compat_request_shared_memory() {
#if PG_VERSION_NUM >= 150000
  static shmem_request_hook_type before = nullptr;
  before = shmem_request_hook;
  shmem_request_hook = []() {
    if (before != nullptr) before();
    RequestAddinShmemSpace(bytes);
  };
#else
  RequestAddinShmemSpace(bytes);
#endif
}

// The process of a backend that GetLockConflicts() names; 0 where it has ended.
inline int compat_process_of(const VirtualTransactionId& backend) {
#if PG_VERSION_NUM >= 170000
  const PGPROC* const process = ProcNumberGetProc(backend.procNumber);
#else
  const PGPROC* const process = BackendIdGetProc(backend.backendId);
#endif
  return process == nullptr ? 0 : process->pid;
}

}  // namespace paliad::postgres
