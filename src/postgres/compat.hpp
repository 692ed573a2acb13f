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

}  // namespace paliad::postgres
