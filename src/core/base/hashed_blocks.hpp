// Bytes that come block by block, and their SHA-256: a thread of its own hashes one block while its
// owner fetches the next and uses it.
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

class HashedBlocks {
public:
  // Two blocks of `block_bytes`, which take turns. The thread lives from the first that is hashed
  // to finish(); it takes no signals and knows nothing but these bytes. Where the system has no
  // thread to give, the owner hashes. Throws bad_alloc.
  explicit HashedBlocks(std::size_t block_bytes);
  // Waits for the block that is being hashed.
  ~HashedBlocks();
  HashedBlocks(const HashedBlocks&) = delete;
  HashedBlocks& operator=(const HashedBlocks&) = delete;

  // The block to be filled, of block_bytes; the same one until hash() has taken it.
  char* next() noexcept { return blocks_[turn_].data(); }
  // The first `bytes` of that block are what comes next. They may be read until hash() is called
  // once more. Waits for the block before it.
  std::string_view hash(std::size_t bytes) noexcept;
  // Of all that came. Ends the computation, and the next block starts another.
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
  std::string_view hashed_;  // by the thread, now; empty where it has nothing to do
  bool begun_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace paliad
