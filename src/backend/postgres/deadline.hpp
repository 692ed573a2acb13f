// A time limit for code of others that a worker runs.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// For its life, in a worker: after `milliseconds` (0 is never) the running statement is canceled
// with query_canceled, as statement_timeout would do it, which the server arms for clients alone.
// Code that catches this and goes on ends the whole process (admin_shutdown) five seconds later,
// and so does SIGTERM at once: what runs under a deadline is worth no wait. Deadlines don't nest.
class Deadline {
public:
  explicit Deadline(int milliseconds);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  bool passed() const noexcept;

  // Whether one is running.
  static bool active() noexcept;

private:
  const int milliseconds_;
};

// The value in force of a setting that is a time, in milliseconds.
int setting_milliseconds(const char* name);

}  // namespace paliad::postgres
