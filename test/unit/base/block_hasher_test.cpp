#include "core/base/block_hasher.hpp"

#include "unit/support/noise.hpp"
#include "unit/support/other_process.hpp"
#include "unit/support/sha256_of.hpp"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/resource.h>

using paliad::BlockHasher;
using paliad::to_hex;
using paliad::test::sha256_of;

namespace {

// Passes `content` through the blocks, `piece` bytes at a time; returns what comes out.
std::string pass(BlockHasher& blocks, std::string_view content, std::size_t piece) {
  std::string seen;
  while (!content.empty()) {
    const std::string_view next = content.substr(0, piece);
    std::copy(next.begin(), next.end(), blocks.next());
    seen += blocks.hash(next.size());
    content.remove_prefix(next.size());
  }
  return seen;
}

TEST(BlockHasher, HashesWhatItHandsOn) {
  const std::string content = paliad::test::noise(10'000);
  for (const std::size_t block_bytes : {1UL, 63UL, 4096UL, 10'000UL}) {
    BlockHasher blocks(block_bytes);
    EXPECT_EQ(pass(blocks, content, block_bytes), content);
    EXPECT_EQ(to_hex(blocks.finish()), sha256_of(content)) << block_bytes;
  }
}

TEST(BlockHasher, HashesOnlyWhatABlockWasFilledWith) {
  BlockHasher blocks(1000);
  pass(blocks, "abcdefgh", 3);
  (void)blocks.hash(0);
  pass(blocks, "i", 1);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of("abcdefghi"));
}

TEST(BlockHasher, StartsAnewAfterTheEnd) {
  BlockHasher blocks(4);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of(""));
  pass(blocks, "first", 4);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of("first"));
  pass(blocks, "second", 4);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of("second"));
}

// While the thread hashes one block, the owner fills the other one and may read the first.
TEST(BlockHasher, LeavesABlockAloneUntilTheNextIsHandedOver) {
  constexpr std::size_t block_bytes = 4UL << 20;
  BlockHasher blocks(block_bytes);
  std::fill_n(blocks.next(), block_bytes, 'a');
  const std::string_view first = blocks.hash(block_bytes);
  std::fill_n(blocks.next(), block_bytes, 'b');
  EXPECT_TRUE(std::all_of(first.begin(), first.end(), [](char c) { return c == 'a'; }));
  (void)blocks.hash(block_bytes);
  EXPECT_EQ(to_hex(blocks.finish()),
            sha256_of(std::string(block_bytes, 'a') + std::string(block_bytes, 'b')));
}

TEST(BlockHasher, MayGoWhileItHashes) {
  for (int i = 0; i < 20; ++i) {
    BlockHasher blocks(1UL << 20);
    (void)blocks.hash(1UL << 20);
  }
}

// A signal that the owner blocks must not be delivered to the thread.
TEST(BlockHasher, TakesNoSignals) {
  static volatile std::sig_atomic_t taken = 0;
  taken = 0;
  const auto before = std::signal(SIGUSR1, [](int) { taken = 1; });
  BlockHasher blocks(16);
  (void)blocks.hash(16);
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &held, nullptr);
  ::kill(::getpid(), SIGUSR1);
  (void)blocks.hash(16);  // the thread runs again, and would get the signal first
  (void)blocks.finish();
  EXPECT_EQ(taken, 0);
  pthread_sigmask(SIG_UNBLOCK, &held, nullptr);
  EXPECT_EQ(taken, 1);
  std::signal(SIGUSR1, before);
}

std::ptrdiff_t threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

// In a process of its own, because a thread that has ended is still counted for a moment.
TEST(BlockHasher, HasAThreadUntilTheEnd) {
  paliad::test::ChildProcess child([](paliad::test::ChildProcess& self) {
    BlockHasher blocks(16);
    std::string seen = std::to_string(threads_of_this_process());
    (void)blocks.hash(16);
    seen += std::to_string(threads_of_this_process());
    (void)blocks.finish();
    for (int i = 0; i < 5000 && threads_of_this_process() > 1; ++i) ::usleep(1000);
    self.say(seen + std::to_string(threads_of_this_process()));
  });
  EXPECT_EQ(child.hear(), "121");
}

// In a process that may not start threads; their number shows that none was started.
TEST(BlockHasher, DoesWithoutAThread) {
  paliad::test::ChildProcess child([](paliad::test::ChildProcess& self) {
    if (::geteuid() == 0 && ::setuid(paliad::test::other_user) != 0)
      throw std::runtime_error("no other user");
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_NPROC, &none) != 0) throw std::runtime_error("no limit");
    const std::ptrdiff_t before = threads_of_this_process();
    BlockHasher blocks(2);
    std::string seen = pass(blocks, "alone", 2);
    if (threads_of_this_process() != before) throw std::runtime_error("a thread all the same");
    self.say(seen + to_hex(blocks.finish()));
  });
  EXPECT_EQ(child.hear(), "alone" + sha256_of("alone"));
}

}  // namespace
