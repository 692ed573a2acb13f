#include "core/base/block_hasher.hpp"

#include <csignal>
#include <exception>

namespace paliad {

namespace {

// While it lives, new threads inherit a mask that blocks all signals, so the process's own thread
// gets them.
class SignalsBlocked {
public:
  SignalsBlocked() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
  sigset_t before_{};
};

}  // namespace

BlockHasher::BlockHasher(std::size_t block_bytes) {
  for (std::vector<char>& block : blocks_) block.resize(block_bytes);
}

BlockHasher::~BlockHasher() { end(); }

void BlockHasher::begin() noexcept {
  if (begun_) return;
  begun_ = true;
  const SignalsBlocked blocked;
  try {
    thread_ = std::thread([this] { work(); });
  } catch (const std::exception&) {
    // hash() computes itself then.
  }
}

// The thread hashes what is left before it ends.
void BlockHasher::end() noexcept {
  if (thread_.joinable()) {
    {
      const Lock lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  begun_ = ended_ = false;
}

std::string_view BlockHasher::hash(std::size_t bytes) noexcept {
  const std::string_view block(blocks_[turn_].data(), bytes);
  turn_ = 1 - turn_;
  begin();
  if (!thread_.joinable()) {
    sha256_.update(block);
    return block;
  }
  Lock lock(mutex_);
  changed_.wait(lock, [this] { return hashed_.empty(); });
  hashed_ = block;
  lock.unlock();
  changed_.notify_all();
  return block;
}

Sha256Value BlockHasher::finish() noexcept {
  end();
  return sha256_.finish();
}

void BlockHasher::work() noexcept {
  Lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ended_ || !hashed_.empty(); });
    if (hashed_.empty()) return;
    lock.unlock();
    sha256_.update(hashed_);
    lock.lock();
    hashed_ = {};
    changed_.notify_all();
  }
}

}  // namespace paliad
