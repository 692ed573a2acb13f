// A queue of row blocks in the shared memory of a parallel team, from the process that reads a
// table to those that write its formats. One process, the producer, enqueues the blocks. Every
// process, the producer too, takes the oldest one, writes it and hands back the result. A process
// waits only for blocks that come before its own, so there is no deadlock.
#pragma once

#include "core/base/poll.hpp"
#include "core/sheet/block_writer.hpp"

#include <cstddef>
#include <cstdint>

namespace paliad::ipc {

struct RingShared;
struct RingSlot;

// A block and the sheet that it belongs to.
struct QueuedBlock {
  std::uint32_t sheet = 0;
  std::uint64_t turn = 0;  // the block's number among those of all sheets
  sheet::RowBlock block;
};

// The parts of a block that was written.
struct WrittenBlock {
  std::uint32_t sheet = 0;
  std::uint32_t writer = 0;  // the process that wrote it, and in whose scratch file the parts lie
  sheet::BlockPlace place;
  sheet::BlockParts parts;
};

class RowBlockRing {
public:
  // The size in bytes of the shared memory that a ring with so many slots needs.
  static std::size_t bytes(unsigned slots) noexcept;
  // Makes an empty ring in `memory`, which has bytes(slots).
  static void make(void* memory, unsigned slots) noexcept;

  // Uses the ring that make() has made in `memory`, which must outlive it; `writer` is this
  // process's number in the team, 0 for the leader. `poll` is called now and then while it waits.
  RowBlockRing(void* memory, std::uint32_t writer, Poll poll);

  // --- for the producer

  // The number of the next block to be enqueued.
  std::uint64_t next_turn() const noexcept { return next_turn_; }
  // Copies the block into a free slot. False where every slot is in use, or the block is a long
  // row.
  bool enqueue(std::uint32_t sheet, const sheet::RowBlock& block) noexcept;
  // Gives the block the next turn without a slot: the producer writes it itself. The rows stay the
  // caller's.
  QueuedBlock keep(std::uint32_t sheet, const sheet::RowBlock& block) noexcept;
  // Takes the oldest written block out and frees its slot. False where there is none.
  bool collect(WrittenBlock& written) noexcept;
  // Waits until there is a block to collect; false when every slot is free. Throws what poll
  // throws.
  bool wait_for_written();
  // Tells all that no more blocks will come.
  void close() noexcept;

  // --- for everybody

  // Takes the oldest block that nobody has taken; its rows stay valid until complete(), which must
  // come before the next take(). False where there is none.
  bool take(QueuedBlock& queued) noexcept;
  // Hands back the parts of the block that was taken.
  void complete(const sheet::BlockParts& parts) noexcept;
  // Waits until there is a block to take; false when no more will come. Throws what poll throws.
  bool wait_for_block();
  // How many blocks are being written now.
  unsigned writers() const noexcept;

  // A block's turn: its texts are fed to its sheet's digests after those of the blocks before it.
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
