// Tables that a worker keeps from being dropped or altered between its transactions.
#pragma once

#include "postgres/valves.hpp"

#include <vector>

namespace paliad::postgres {

// Session-level ROW EXCLUSIVE locks, released with the object. A later write finds its lock held,
// so that it can't be made to queue behind somebody who waits for a stronger one.
class TableHolds {
public:
  TableHolds() = default;
  ~TableHolds();
  TableHolds(const TableHolds&) = delete;
  TableHolds& operator=(const TableHolds&) = delete;

  // Inside a transaction that has written the table. Throws Error.
  void add(const char* schema, const char* table);

private:
  std::vector<LockRelId> held_;
};

}  // namespace paliad::postgres
