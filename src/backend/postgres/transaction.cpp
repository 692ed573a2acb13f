#include "backend/postgres/transaction.hpp"

namespace paliad::postgres {

Transaction::Transaction() {
  call_backend([]() {
    SetCurrentStatementStartTimestamp();
    StartTransactionCommand();
    PushActiveSnapshot(GetTransactionSnapshot());
  });
}

Transaction::~Transaction() {
  if (open_) AbortCurrentTransaction();
}

void Transaction::commit() {
  call_backend([]() {
    PopActiveSnapshot();
    CommitTransactionCommand();
  });
  open_ = false;
}

Subtransaction::Subtransaction() : memory_(CurrentMemoryContext), owner_(CurrentResourceOwner) {
  call_backend([&]() {
    BeginInternalSubTransaction(nullptr);
    MemoryContextSwitchTo(memory_);
  });
}

Subtransaction::~Subtransaction() {
  if (!open_) return;
  RollbackAndReleaseCurrentSubTransaction();
  MemoryContextSwitchTo(memory_);
  CurrentResourceOwner = owner_;
}

void Subtransaction::release() {
  call_backend([&]() {
    ReleaseCurrentSubTransaction();
    MemoryContextSwitchTo(memory_);
    CurrentResourceOwner = owner_;
  });
  open_ = false;
}

}  // namespace paliad::postgres
