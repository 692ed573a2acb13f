#pragma once

#include "backend/postgres/server.hpp"

#include <utility>

namespace paliad::postgres {

// While it lives the transaction can't write, and no function can change that: once a transaction
// has a snapshot, the server refuses to make it read-write again. Declare it before a RoleScope or
// a SettingsScope, so that what other code has set meanwhile is undone before this scope ends. It
// sets the server's variable because servers since 16 refuse set_config_option() for
// transaction_read_only (GUC_NO_RESET).
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
