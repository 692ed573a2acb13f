#pragma once

#include "backend/postgres/server.hpp"

#include <utility>

namespace paliad::postgres {

// For its life the transaction can't write, and no function can change that: the server lets
// nobody make a transaction read-write again once it has a snapshot. Declare it before a RoleScope
// or a SettingsScope: a setting that code of others has put on top of it goes first then. Not by
// set_config_option(): servers since 16 refuse that for transaction_read_only (GUC_NO_RESET).
class ReadOnlyScope {
public:
  ReadOnlyScope() noexcept : outer_(std::exchange(XactReadOnly, true)) {}
  ~ReadOnlyScope() { XactReadOnly = outer_; }
  ReadOnlyScope(const ReadOnlyScope&) = delete;
  ReadOnlyScope& operator=(const ReadOnlyScope&) = delete;

private:
  const bool outer_;
};

}  // namespace paliad::postgres
