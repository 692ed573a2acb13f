#include "backend/ipc/row_block_ring.hpp"

#include "backend/postgres/latch.hpp"
#include "backend/postgres/valves.hpp"
#include "core/sheet/sheet_writer.hpp"

#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace paliad::ipc {

enum class SlotState : std::uint8_t { empty, queued, taken, written };

struct RingSlot {
  SlotState state;
  std::uint32_t sheet;
  std::uint32_t writer;
  std::uint64_t turn;
  sheet::BlockPlace place;
  sheet::BlockParts parts;
  std::size_t bytes;
  char rows[sheet::row_block_bytes];
};

struct RingShared {
  slock_t lock;  // over the slots' states and `closed`
  bool closed;
  ConditionVariable changed;  // signalled when a slot's state or the turn changes
  pg_atomic_uint64 turn;      // the number of the block whose texts may be fed
  sheet::DigestFeed feed;     // used only by the process whose turn it is
  unsigned slot_count;
  RingSlot slots[FLEXIBLE_ARRAY_MEMBER];
};

static_assert(std::is_trivially_copyable_v<sheet::DigestFeed> &&
              std::is_trivially_copyable_v<sheet::BlockPlace> &&
              std::is_trivially_copyable_v<sheet::BlockParts>);

namespace {

// Holds the ring's spinlock: while it lives nothing may be called that could raise an error.
class SpinScope {
public:
  explicit SpinScope(RingShared& shared) noexcept : shared_(shared) {
    SpinLockAcquire(&shared_.lock);
  }
  ~SpinScope() { SpinLockRelease(&shared_.lock); }
  SpinScope(const SpinScope&) = delete;
  SpinScope& operator=(const SpinScope&) = delete;

private:
  RingShared& shared_;
};

// The slot in this state with the lowest turn; null where there is none.
RingSlot* oldest(RingShared& shared, SlotState state) noexcept {
  RingSlot* found = nullptr;
  for (unsigned i = 0; i < shared.slot_count; ++i) {
    RingSlot& slot = shared.slots[i];
    if (slot.state == state && (found == nullptr || slot.turn < found->turn)) found = &slot;
  }
  return found;
}

unsigned count(const RingShared& shared, SlotState state) noexcept {
  unsigned slots = 0;
  for (unsigned i = 0; i < shared.slot_count; ++i) slots += shared.slots[i].state == state ? 1 : 0;
  return slots;
}

}  // namespace

std::size_t RowBlockRing::bytes(unsigned slots) noexcept {
  return offsetof(RingShared, slots) + slots * sizeof(RingSlot);
}

void RowBlockRing::make(void* memory, unsigned slots) noexcept {
  auto* shared = static_cast<RingShared*>(memory);
  SpinLockInit(&shared->lock);
  shared->closed = false;
  ConditionVariableInit(&shared->changed);
  pg_atomic_init_u64(&shared->turn, 0);
  new (&shared->feed) sheet::DigestFeed;
  shared->slot_count = slots;
  for (unsigned i = 0; i < slots; ++i) shared->slots[i].state = SlotState::empty;
}

RowBlockRing::RowBlockRing(void* memory, std::uint32_t writer, Poll poll)
    : shared_(static_cast<RingShared*>(memory)), writer_(writer), poll_(std::move(poll)) {}

// Sleeps until `over` returns true. Calls it whenever something has changed, without the spinlock.
template <class Over>
void RowBlockRing::wait_until(Over&& over) {
  if (over()) return;
  postgres::call_backend([this]() { ConditionVariablePrepareToSleep(&shared_->changed); });
  while (!over()) {
    postgres::call_backend([this]() {
      (void)ConditionVariableTimedSleep(&shared_->changed, postgres::poll_interval_milliseconds,
                                        PG_WAIT_EXTENSION);
    });
    poll_();
  }
  ConditionVariableCancelSleep();
}

bool RowBlockRing::enqueue(std::uint32_t sheet, const sheet::RowBlock& block) noexcept {
  if (block.long_row != nullptr || block.rows.size() > sizeof(RingSlot::rows)) return false;
  RingSlot* slot = nullptr;
  {
    const SpinScope scope(*shared_);
    slot = oldest(*shared_, SlotState::empty);
  }
  if (slot == nullptr) return false;
  // The producer alone fills slots, so the empty one stays empty without the lock.
  slot->sheet = sheet;
  slot->turn = next_turn_++;
  slot->place = block.place;
  slot->bytes = block.rows.size();
  if (!block.rows.empty()) std::memcpy(slot->rows, block.rows.data(), block.rows.size());
  {
    const SpinScope scope(*shared_);
    slot->state = SlotState::queued;
  }
  ConditionVariableBroadcast(&shared_->changed);
  return true;
}

QueuedBlock RowBlockRing::keep(std::uint32_t sheet, const sheet::RowBlock& block) noexcept {
  return {sheet, next_turn_++, block};
}

bool RowBlockRing::collect(WrittenBlock& written) noexcept {
  const SpinScope scope(*shared_);
  RingSlot* slot = oldest(*shared_, SlotState::written);
  if (slot == nullptr) return false;
  written = {slot->sheet, slot->writer, slot->place, slot->parts};
  slot->state = SlotState::empty;
  return true;
}

bool RowBlockRing::wait_for_written() {
  bool found = false;
  wait_until([&]() {
    const SpinScope scope(*shared_);
    found = oldest(*shared_, SlotState::written) != nullptr;
    return found || count(*shared_, SlotState::empty) == shared_->slot_count;
  });
  return found;
}

void RowBlockRing::close() noexcept {
  {
    const SpinScope scope(*shared_);
    shared_->closed = true;
  }
  ConditionVariableBroadcast(&shared_->changed);
}

bool RowBlockRing::take(QueuedBlock& queued) noexcept {
  const SpinScope scope(*shared_);
  taken_ = oldest(*shared_, SlotState::queued);
  if (taken_ == nullptr) return false;
  taken_->state = SlotState::taken;
  queued = {taken_->sheet, taken_->turn, {taken_->place, {taken_->rows, taken_->bytes}}};
  return true;
}

void RowBlockRing::complete(const sheet::BlockParts& parts) noexcept {
  taken_->parts = parts;
  taken_->writer = writer_;
  {
    const SpinScope scope(*shared_);
    taken_->state = SlotState::written;
  }
  taken_ = nullptr;
  ConditionVariableBroadcast(&shared_->changed);
}

bool RowBlockRing::wait_for_block() {
  bool found = false;
  wait_until([&]() {
    const SpinScope scope(*shared_);
    found = oldest(*shared_, SlotState::queued) != nullptr;
    return found || shared_->closed;
  });
  return found;
}

unsigned RowBlockRing::writers() const noexcept {
  const SpinScope scope(*shared_);
  return count(*shared_, SlotState::taken);
}

sheet::DigestFeed& RowBlockRing::Turn::await() {
  RingShared& shared = *ring_.shared_;
  ring_.wait_until([&]() { return pg_atomic_read_u64(&shared.turn) == turn_; });
  pg_memory_barrier();
  return shared.feed;
}

void RowBlockRing::Turn::pass() {
  RingShared& shared = *ring_.shared_;
  pg_memory_barrier();
  pg_atomic_write_u64(&shared.turn, turn_ + 1);
  ConditionVariableBroadcast(&shared.changed);
}

}  // namespace paliad::ipc
