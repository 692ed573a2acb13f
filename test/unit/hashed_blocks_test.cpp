#include "base/hashed_blocks.hpp"

#include "noise.hpp"
#include "other_process.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <sys/resource.h>

using paliad::HashedBlocks;
using paliad::Sha256;
using paliad::to_hex;

namespace {

std::string sha256_of(std::string_view bytes) {
  Sha256 sha256;
  sha256.update(bytes);
  return to_hex(sha256.finish());
}

// What comes back of `content`, handed on `piece` bytes at a time.
std::string pass(HashedBlocks& blocks, std::string_view content, std::size_t piece) {
  std::string seen;
  while (!content.empty()) {
    const std::string_view next = content.substr(0, piece);
    std::copy(next.begin(), next.end(), blocks.next());
    seen += blocks.hash(next.size());
    content.remove_prefix(next.size());
  }
  return seen;
}

TEST(HashedBlocks, HashesWhatItHandsOn) {
  const std::string content = paliad::test::noise(100'000);
  for (const std::size_t block_bytes : {1UL, 63UL, 4096UL, 100'000UL}) {
    HashedBlocks blocks(block_bytes);
    EXPECT_EQ(pass(blocks, content, block_bytes), content);
    EXPECT_EQ(to_hex(blocks.finish()), sha256_of(content)) << block_bytes;
  }
}

TEST(HashedBlocks, HashesOnlyWhatABlockWasFilledWith) {
  HashedBlocks blocks(1000);
  pass(blocks, "abcdefgh", 3);
  (void)blocks.hash(0);
  pass(blocks, "i", 1);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of("abcdefghi"));
}

TEST(HashedBlocks, StartsAnewAfterTheEnd) {
  HashedBlocks blocks(4);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of(""));
  pass(blocks, "first", 4);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of("first"));
  pass(blocks, "second", 4);
  EXPECT_EQ(to_hex(blocks.finish()), sha256_of("second"));
}

// While the thread hashes the one block, its owner fills the other and reads the first.
TEST(HashedBlocks, LeavesABlockAloneUntilTheNextIsHandedOver) {
  constexpr std::size_t block_bytes = 4UL << 20;
  HashedBlocks blocks(block_bytes);
  std::fill_n(blocks.next(), block_bytes, 'a');
  const std::string_view first = blocks.hash(block_bytes);
  std::fill_n(blocks.next(), block_bytes, 'b');
  EXPECT_TRUE(std::all_of(first.begin(), first.end(), [](char c) { return c == 'a'; }));
  (void)blocks.hash(block_bytes);
  EXPECT_EQ(to_hex(blocks.finish()),
            sha256_of(std::string(block_bytes, 'a') + std::string(block_bytes, 'b')));
}

TEST(HashedBlocks, MayGoWhileItHashes) {
  for (int i = 0; i < 20; ++i) {
    HashedBlocks blocks(1UL << 20);
    (void)blocks.hash(1UL << 20);
  }
}

// While the owner holds a signal back nobody else is to take it.
TEST(HashedBlocks, TakesNoSignals) {
  static std::sig_atomic_t taken = 0;
  const auto before = std::signal(SIGUSR1, [](int) { ++taken; });
  HashedBlocks blocks(16);
  (void)blocks.hash(16);
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &held, nullptr);
  ::kill(::getpid(), SIGUSR1);
  (void)blocks.finish();
  EXPECT_EQ(taken, 0);
  pthread_sigmask(SIG_UNBLOCK, &held, nullptr);
  EXPECT_EQ(taken, 1);
  std::signal(SIGUSR1, before);
}

TEST(HashedBlocks, DoesWithoutAThread) {
  const std::string result = paliad::test::without_root_rights([] {
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_NPROC, &none) != 0) return std::string("no limit");
    HashedBlocks blocks(2);
    const std::string seen = pass(blocks, "alone", 2);
    return seen + to_hex(blocks.finish());
  });
  EXPECT_EQ(result, "alone" + sha256_of("alone"));
}

}  // namespace
