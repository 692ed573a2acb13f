// The lock that keeps an artifact from being removed while it is read.
#pragma once

#include "core/base/poll.hpp"

#include <cstdint>
#include <string>

namespace paliad::ipc {

// For this transaction: nobody removes the artifact of backup `id` (uuid text). False where
// somebody is removing it now.
bool try_hold_artifact(const std::string& id);

// For its life nobody reads the artifact, if it could be had.
class ArtifactRemovalLock {
public:
  explicit ArtifactRemovalLock(const std::string& id);
  // In a worker: waits for it up to a second, because a download that has given its last byte holds
  // the artifact a moment longer. `poll` is called before every attempt but the first; throws what
  // it throws.
  ArtifactRemovalLock(const std::string& id, const Poll& poll);
  ~ArtifactRemovalLock();
  ArtifactRemovalLock(const ArtifactRemovalLock&) = delete;
  ArtifactRemovalLock& operator=(const ArtifactRemovalLock&) = delete;

  // False while somebody reads it.
  bool held() const noexcept { return held_; }

private:
  std::uint32_t key_;
  bool held_;
};

}  // namespace paliad::ipc
