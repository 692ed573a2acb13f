// A time limit for code that others wrote and that a worker runs.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// While it lives, in a worker, the running statement is canceled after `milliseconds` (0 is never)
// with query_canceled. That is what statement_timeout does, but the server applies that to clients
// only. Where the code catches the cancel and goes on, the whole process is ended (admin_shutdown)
// five seconds later; after a SIGTERM it is ended within 2.5 seconds. Deadlines don't nest.
class Deadline {
public:
  // Throws Error.
  explicit Deadline(int milliseconds);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  // Whether it has canceled the statement.
  bool passed() const noexcept;

  // Whether any Deadline lives in this process.
  static bool active() noexcept;

private:
  const int milliseconds_;
};

// The value in force of a setting whose unit is milliseconds, such as lock_timeout. Throws Error
// where there is no such setting.
int setting_milliseconds(const char* name);

}  // namespace paliad::postgres
