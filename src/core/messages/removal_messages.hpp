// What a session tells the worker that removes artifacts: one order after another. The worker
// answers each with ok_text() or error_text().
#pragma once

#include "core/messages/message.hpp"
#include "core/model/requester.hpp"

#include <string>

namespace paliad::messages {

struct RemovalOrder {
  // Asked for by somebody, or by the retention settings, which are asked again before it goes.
  enum class Why { asked, retention };

  Why why = Why::asked;
  std::string id;         // of the backup
  std::string reason;     // for the audit log
  std::string directory;  // of the store
  model::Requester actor;
  int lock_timeout = 0;  // milliseconds
};

std::string removal_order_text(const RemovalOrder& order);
// Throws Error(internal_error) for what is none.
RemovalOrder parse_removal_order(const std::string& text);

}  // namespace paliad::messages
