// The pause between attempts that fail: it doubles with each failure.
#pragma once

#include "core/base/instant.hpp"

namespace paliad::policy {

class RetryDelay {
public:
  // How long to wait after one more failure: a minute after the first, twice as long after each
  // further one, 64 minutes at most.
  Duration after_failure() noexcept;

  // The next failure is a first one again.
  void reset() noexcept { failures_ = 0; }

private:
  int failures_ = 0;
};

}  // namespace paliad::policy
