// The lock that keeps an artifact from being removed while it is read.
#pragma once

#include "core/base/poll.hpp"

#include <cstdint>
#include <string>

namespace paliad::ipc {

// Keeps the artifact of backup `id` (uuid text) from being removed until the transaction ends.
// False where somebody is removing it now. Throws Error.
bool try_hold_artifact(const std::string& id);

// Keeps everybody from reading the artifact while it lives, if held().
class ArtifactRemovalLock {
public:
  // Doesn't wait. Throws Error.
  explicit ArtifactRemovalLock(const std::string& id);
  // In a worker: waits for the lock up to a second, because a download that has sent its last byte
  // holds the artifact a moment longer. `poll` is called before every attempt but the first. Throws
  // Error, what `poll` throws.
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
