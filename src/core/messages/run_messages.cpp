#include "core/messages/run_messages.hpp"

namespace paliad::messages {

namespace {

constexpr const char* run_verb = "run";
// The prefix of fields that are settings.
const std::string setting_prefix = "setting ";

}  // namespace

void put_request(Message& message, const RunRequest& request) {
  message.set("id", request.id);
  message.set("kind", request.kind);
  message.set("requested_by", request.requester.user);
  message.set("requested_by_email", request.requester.email);
  message.set("key", request.key);
  message.set("directory", request.directory);
  message.set_number("started_at", request.started_at);
  message.set("scheduled_for", request.scheduled_for);
}

RunRequest request_in(const Message& message) {
  RunRequest request;
  request.id = message.at("id");
  request.kind = message.at("kind");
  request.requester = {message.find("requested_by"), message.at("requested_by_email")};
  request.key = message.at("key");
  request.directory = message.at("directory");
  request.started_at = message.number<Instant>("started_at");
  request.scheduled_for = message.find("scheduled_for");
  return request;
}

std::string run_order_text(const RunOrder& order) {
  Message message(run_verb);
  put_request(message, order.request);
  for (const auto& [name, value] : order.settings) message.set(setting_prefix + name, value);
  return message.text();
}

RunOrder parse_run_order(const std::string& text) {
  const Message message = Message::parse(text);
  message.require_verb(run_verb);
  RunOrder order{request_in(message), {}};
  for (const auto& [name, value] : message.fields())
    if (name.compare(0, setting_prefix.size(), setting_prefix) == 0)
      order.settings.emplace_back(name.substr(setting_prefix.size()), value);
  return order;
}

}  // namespace paliad::messages
