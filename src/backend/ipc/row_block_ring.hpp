// Blocks of rows on their way from the process that reads a table to those that write its formats,
// in the shared memory of a parallel team. One process, the producer, enqueues the blocks; every
// process, the producer too, takes the oldest and brings back what came of it. Nobody waits for a
// block that comes after his own, so there is always somebody who goes on.
#pragma once

#include "core/base/poll.hpp"
#include "core/sheet/block_writer.hpp"

#include <cstddef>
#include <cstdint>

namespace paliad::ipc {

struct RingShared;
struct RingSlot;

// A block with who it belongs to.
struct QueuedBlock {
  std::uint32_t sheet = 0;
  std::uint64_t turn = 0;  // counts the blocks of all sheets
  sheet::RowBlock block;
};

// What came of it.
struct WrittenBlock {
  std::uint32_t sheet = 0;
  std::uint32_t writer = 0;
  sheet::BlockPlace place;
  sheet::BlockParts parts;
};

class RowBlockRing {
public:
  // How much shared memory a ring of so many slots takes, and making one there.
  static std::size_t bytes(unsigned slots) noexcept;
  static void make(void* memory, unsigned slots) noexcept;

  // The ring that was made there; `writer` is this process's number in the team. `poll` is called
  // now and then while it waits.
  RowBlockRing(void* memory, std::uint32_t writer, Poll poll);

  // --- for the producer

  // The number of the next block to be enqueued.
  std::uint64_t next_turn() const noexcept { return next_turn_; }
  // Takes a copy. False where every slot is in use, or the block is a long row.
  bool enqueue(std::uint32_t sheet, const sheet::RowBlock& block) noexcept;
  // The producer writes this one itself, in its turn.
  QueuedBlock keep(std::uint32_t sheet, const sheet::RowBlock& block) noexcept;
  // One that was written; its slot is free again. False where there is none.
  bool collect(WrittenBlock& written) noexcept;
  // Until there is one to collect; false when every slot is free. Throws what poll throws.
  bool wait_for_written();
  // No more blocks will come.
  void close() noexcept;

  // --- for everybody

  // The oldest block that nobody has taken. False where there is none. One at a time.
  bool take(QueuedBlock& queued) noexcept;
  // Brings back what came of the block taken last.
  void complete(const sheet::BlockParts& parts) noexcept;
  // Until there is one to take; false when none will come. Throws what poll throws.
  bool wait_for_block();
  // How many are being written now.
  unsigned writers() const noexcept;

  // The turn of a block: its texts are fed to the digests of its sheet after those before it.
  class Turn final : public sheet::DigestTurn {
  public:
    Turn(RowBlockRing& ring, std::uint64_t turn) : ring_(ring), turn_(turn) {}
    // Throws what poll throws.
    sheet::DigestFeed& await() override;
    void pass() override;

  private:
    RowBlockRing& ring_;
    std::uint64_t turn_;
  };

private:
  template <class Over>
  void wait_until(Over&& over);

  RingShared* shared_;
  std::uint32_t writer_;
  const Poll poll_;
  std::uint64_t next_turn_ = 0;
  RingSlot* taken_ = nullptr;
};

}  // namespace paliad::ipc
