// Computes the SHA-256 of bytes that come in blocks: a thread hashes one block while the owner
// fills and uses the next.
#pragma once

#include "core/base/digest.hpp"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace paliad {

class BlockHasher {
public:
  // Allocates two blocks of `block_bytes`, which are used in turn. The thread lives from the first
  // hash() to finish(); it takes no signals and touches nothing but the blocks. Where no thread can
  // be started, hash() computes itself. Throws bad_alloc.
  explicit BlockHasher(std::size_t block_bytes);
  // Waits for the block that is being hashed.
  ~BlockHasher();
  BlockHasher(const BlockHasher&) = delete;
  BlockHasher& operator=(const BlockHasher&) = delete;

  // The block to fill, of block_bytes. It is the same one until hash() is called.
  char* next() noexcept { return blocks_[turn_].data(); }
  // Hashes the first `bytes` of that block and returns them; they may be read until the next
  // hash(). Waits until the block before has been hashed.
  std::string_view hash(std::size_t bytes) noexcept;
  // The SHA-256 of all that was hashed. The next block starts another computation.
  Sha256Value finish() noexcept;

private:
  using Lock = std::unique_lock<std::mutex>;

  void begin() noexcept;
  void end() noexcept;
  void work() noexcept;

  std::array<std::vector<char>, 2> blocks_;
  std::size_t turn_ = 0;
  Sha256 sha256_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string_view hashed_;  // what the thread is to hash; empty where it has nothing to do
  bool begun_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace paliad
