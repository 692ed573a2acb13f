#include "postgres/artifact_lock.hpp"

#include "postgres/valves.hpp"
#include "postgres/worker.hpp"

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

bool try_lock(unsigned key, LOCKMODE mode, bool for_session) {
  const LOCKTAG tag = tag_of(key);
  return call_backend([&]() { return LockAcquire(&tag, mode, for_session, true); }) !=
         LOCKACQUIRE_NOT_AVAIL;
}

}  // namespace

bool try_hold_artifact(const std::string& id) { return try_lock(key_of(id), ShareLock, false); }

ArtifactRemovalLock::ArtifactRemovalLock(const std::string& id)
    : key_(key_of(id)), held_(try_lock(key_, ExclusiveLock, true)) {}

ArtifactRemovalLock::ArtifactRemovalLock(const std::string& id, const Poll& poll)
    : ArtifactRemovalLock(id) {
  constexpr long patience_milliseconds = 1'000;
  if (!held_)
    held_ = try_for(patience_milliseconds, [&] {
      poll();
      return try_lock(key_, ExclusiveLock, true);
    });
}

ArtifactRemovalLock::~ArtifactRemovalLock() {
  if (!held_) return;
  const LOCKTAG tag = tag_of(key_);
  (void)LockRelease(&tag, ExclusiveLock, true);
}

}  // namespace paliad::postgres
