// Transactions of a background worker.
#pragma once

#include "backend/postgres/valves.hpp"

namespace paliad::postgres {

// One transaction with an active snapshot. The destructor aborts it unless commit() was called.
class Transaction {
public:
  // Throws Error.
  Transaction();
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Throws Error; then the destructor aborts the transaction.
  void commit();

private:
  bool open_ = true;
};

// A subtransaction. The destructor rolls it back unless release() was called; the transaction goes
// on.
class Subtransaction {
public:
  // Throws Error.
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
