// What differs between the server versions this project supports (14 to 18), in one place.
#pragma once

#include "postgres/server.hpp"

namespace paliad::postgres {

inline shm_mq_result compat_shm_mq_send(shm_mq_handle* queue, Size size, const void* data) {
#if PG_VERSION_NUM >= 150000
  return shm_mq_send(queue, size, data, false, true);
#else
  return shm_mq_send(queue, size, data, false);
#endif
}

// Memory that a check of a setting hands on to its assignment; the server frees it. Null where
// there is none.
inline void* compat_setting_memory(Size size) {
#if PG_VERSION_NUM >= 160000
  return guc_malloc(LOG, size);
#else
  return malloc(size);
#endif
}

}  // namespace paliad::postgres
