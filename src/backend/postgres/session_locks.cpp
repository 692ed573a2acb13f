#include "backend/postgres/session_locks.hpp"

#include <algorithm>
#include <cstring>

namespace paliad::postgres {

namespace {

struct Held {
  LOCKTAG tag;
  LOCKMODE mode;
};

// What this process holds; a session lock has no owner but the process.
std::vector<Held>& held_locks() {
  static std::vector<Held> locks;
  return locks;
}

bool is_same(const LOCKTAG& a, const LOCKTAG& b) noexcept {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

// Without raising: what was held a moment ago is to be had.
void take_again() noexcept {
  // Whatever others' code has taken for the session goes with it.
  LockReleaseSession(USER_LOCKMETHOD);
  for (const Held& lock : held_locks()) {
    try {
      call_backend([&]() { (void)LockAcquire(&lock.tag, lock.mode, true, true); });
    } catch (const std::exception&) {
      // The next one who asks for it finds it free.
    }
  }
}

}  // namespace

bool try_session_lock(const LOCKTAG& tag, LOCKMODE mode) {
  if (call_backend([&]() { return LockAcquire(&tag, mode, true, true); }) == LOCKACQUIRE_NOT_AVAIL)
    return false;
  held_locks().push_back({tag, mode});
  return true;
}

void release_session_lock(const LOCKTAG& tag, LOCKMODE mode) noexcept {
  auto& locks = held_locks();
  const auto found = std::find_if(locks.begin(), locks.end(), [&](const Held& lock) {
    return lock.mode == mode && is_same(lock.tag, tag);
  });
  if (found == locks.end()) return;
  locks.erase(found);
  (void)LockRelease(&tag, mode, true);
}

SessionLocksScope::SessionLocksScope() {
  for (const Held& lock : held_locks())
    call_backend([&]() { (void)LockAcquire(&lock.tag, lock.mode, false, true); });
}

SessionLocksScope::~SessionLocksScope() {
  if (!held_locks().empty()) take_again();
}

}  // namespace paliad::postgres
