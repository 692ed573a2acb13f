// The messages of a session to the worker that removes artifacts: one order after another. The
// worker answers each with ok_text() or error_text().
#pragma once

#include "core/messages/message.hpp"
#include "core/model/requester.hpp"

#include <string>

namespace paliad::messages {

struct RemovalOrder {
  // A user asked for the removal, or the retention settings require it; the worker then decides by
  // them again before it removes anything.
  enum class Why { asked, retention };

  Why why = Why::asked;
  std::string id;         // of the backup
  std::string reason;     // for the audit log
  std::string directory;  // of the store
  model::Requester actor;
  int lock_timeout = 0;  // milliseconds
};

std::string removal_order_text(const RemovalOrder& order);
// Throws Error(internal_error) where the text is no such order.
RemovalOrder parse_removal_order(const std::string& text);

}  // namespace paliad::messages
