#include "backend/ipc/artifact_lock.hpp"

#include "backend/postgres/session_locks.hpp"
#include "backend/postgres/valves.hpp"
#include "backend/postgres/worker.hpp"

namespace paliad::postgres {

namespace {

// Two backups whose ids begin alike share a lock, which costs a wait at worst.
unsigned key_of(const std::string& id) {
  constexpr int hexadecimal = 16;
  return static_cast<unsigned>(std::stoul(id.substr(0, 8), nullptr, hexadecimal));
}

// SQL's advisory locks use 1 and 2 in the fourth field, the run's locks 3 and 4.
LOCKTAG tag_of(unsigned key) noexcept {
  constexpr uint16 artifact_kind = 5;
  LOCKTAG tag;
  SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, 0x70616c69, key, artifact_kind);
  return tag;
}

bool try_removal_lock(unsigned key) { return try_session_lock(tag_of(key), ExclusiveLock); }

}  // namespace

bool try_hold_artifact(const std::string& id) {
  const LOCKTAG tag = tag_of(key_of(id));
  return call_backend([&]() { return LockAcquire(&tag, ShareLock, false, true); }) !=
         LOCKACQUIRE_NOT_AVAIL;
}

ArtifactRemovalLock::ArtifactRemovalLock(const std::string& id)
    : key_(key_of(id)), held_(try_removal_lock(key_)) {}

ArtifactRemovalLock::ArtifactRemovalLock(const std::string& id, const Poll& poll)
    : ArtifactRemovalLock(id) {
  constexpr long patience_milliseconds = 1'000;
  if (!held_)
    held_ = try_for(patience_milliseconds, [&] {
      poll();
      return try_removal_lock(key_);
    });
}

ArtifactRemovalLock::~ArtifactRemovalLock() {
  if (held_) release_session_lock(tag_of(key_), ExclusiveLock);
}

}  // namespace paliad::postgres
