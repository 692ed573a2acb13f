#include "backend/ipc/artifact_lock.hpp"

#include "backend/ipc/lock_tags.hpp"
#include "backend/postgres/session_locks.hpp"
#include "backend/postgres/valves.hpp"
#include "backend/postgres/worker.hpp"

namespace paliad::ipc {

namespace {

bool try_removal_lock(std::uint32_t key) {
  return postgres::try_session_lock(artifact_lock_tag(key), ExclusiveLock);
}

}  // namespace

bool try_hold_artifact(const std::string& id) {
  const LOCKTAG tag = artifact_lock_tag(artifact_lock_key(id));
  return postgres::call_backend([&]() { return LockAcquire(&tag, ShareLock, false, true); }) !=
         LOCKACQUIRE_NOT_AVAIL;
}

ArtifactRemovalLock::ArtifactRemovalLock(const std::string& id)
    : key_(artifact_lock_key(id)), held_(try_removal_lock(key_)) {}

ArtifactRemovalLock::ArtifactRemovalLock(const std::string& id, const Poll& poll)
    : ArtifactRemovalLock(id) {
  constexpr long most_milliseconds = 1'000;
  if (!held_)
    held_ = postgres::try_for(most_milliseconds, [&] {
      poll();
      return try_removal_lock(key_);
    });
}

ArtifactRemovalLock::~ArtifactRemovalLock() {
  if (held_) postgres::release_session_lock(artifact_lock_tag(key_), ExclusiveLock);
}

}  // namespace paliad::ipc
