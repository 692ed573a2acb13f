#include "core/messages/removal_messages.hpp"

namespace paliad::messages {

namespace {

constexpr const char* remove_verb = "remove";
constexpr const char* expire_verb = "expire";

}  // namespace

std::string removal_order_text(const RemovalOrder& order) {
  Message message(order.why == RemovalOrder::Why::retention ? expire_verb : remove_verb);
  message.set("id", order.id);
  message.set("reason", order.reason);
  message.set("directory", order.directory);
  message.set("actor", order.actor.user);
  message.set("actor_email", order.actor.email);
  message.set_number("lock_timeout", order.lock_timeout);
  return message.text();
}

RemovalOrder parse_removal_order(const std::string& text) {
  const Message message = Message::parse(text);
  RemovalOrder order;
  order.why =
      message.verb() == expire_verb ? RemovalOrder::Why::retention : RemovalOrder::Why::asked;
  if (order.why == RemovalOrder::Why::asked) message.require_verb(remove_verb);
  order.id = message.at("id");
  order.reason = message.at("reason");
  order.directory = message.at("directory");
  order.actor = {message.find("actor"), message.at("actor_email")};
  order.lock_timeout = message.number<int>("lock_timeout");
  return order;
}

}  // namespace paliad::messages
