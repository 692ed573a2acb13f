// Transactions of a background worker.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// One transaction with an active snapshot: commit() it, or it is aborted when it goes.
class Transaction {
public:
  Transaction();
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

private:
  bool open_ = true;
};

// A sub-transaction: release() it, or it is rolled back when it goes, and the transaction goes on.
class Subtransaction {
public:
  Subtransaction();
  ~Subtransaction();
  Subtransaction(const Subtransaction&) = delete;
  Subtransaction& operator=(const Subtransaction&) = delete;

  void release();

private:
  MemoryContext memory_;
  ResourceOwner owner_;
  bool open_ = true;
};

}  // namespace paliad::postgres
