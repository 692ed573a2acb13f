#include "backend/postgres/session_locks.hpp"

#include <algorithm>
#include <cstring>

namespace paliad::postgres {

namespace {

struct Held {
  LOCKTAG tag;
  LOCKMODE mode;
};

// The locks that this process holds. They are global because session locks belong to the process.
std::vector<Held>& held_locks() {
  static std::vector<Held> locks;
  return locks;
}

bool is_same(const LOCKTAG& a, const LOCKTAG& b) noexcept {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

// Can't fail in practice: the transaction still holds the same locks.
void take_again() noexcept {
  // Also releases the locks that other code has taken for the session.
  LockReleaseSession(USER_LOCKMETHOD);
  for (const Held& lock : held_locks()) {
    try {
      call_backend([&]() { (void)LockAcquire(&lock.tag, lock.mode, true, true); });
    } catch (const std::exception&) {
      // The lock is then free when the transaction ends.
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
