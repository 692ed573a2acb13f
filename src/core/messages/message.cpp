#include "core/messages/message.hpp"

#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace paliad::messages {

namespace {

[[noreturn]] void malformed(const std::string& what) {
  throw Error(sqlstate::internal_error, "malformed message: " + what);
}

}  // namespace

Message Message::parse(const std::string& text) {
  json_error_t error;
  const Json object(json_loadb(text.data(), text.size(), 0, &error));
  if (!object) malformed(error.text);
  if (!json_is_object(object.get())) malformed("it is no object");
  Message message;
  const char* name = nullptr;
  json_t* value = nullptr;
  json_object_foreach(object.get(), name, value) {
    if (!json_is_string(value)) malformed("a field is no string");
    message.set(name, std::string(json_string_value(value), json_string_length(value)));
  }
  (void)message.verb();
  return message;
}

const std::string& Message::at(const std::string& name) const {
  const auto field = fields_.find(name);
  if (field == fields_.end()) malformed("it has no field \"" + name + "\"");
  return field->second;
}

void Message::refuse_number(const std::string& name) {
  malformed("field \"" + name + "\" is not a number that fits");
}

void Message::require_verb(const std::string& expected) const {
  if (verb() != expected) malformed("it says \"" + verb() + "\" instead of \"" + expected + "\"");
}

std::optional<std::string> Message::find(const std::string& name) const {
  const auto at = fields_.find(name);
  if (at == fields_.end()) return std::nullopt;
  return at->second;
}

std::string Message::text() const {
  const Json object = new_json_object();
  for (const auto& [name, value] : fields_)
    if (json_object_set_new(object.get(), name.c_str(), json_stringn(value.data(), value.size())) !=
        0)
      malformed("a field is not UTF-8");
  return json_text(object, JSON_COMPACT);
}

std::string ok_text() { return Message("ok").text(); }

std::string error_text(const Error& error) {
  Message message("error");
  message.set("state", error.state());
  message.set("code", error.reason().code);
  message.set("message", std::string(error.what()));
  message.set("detail", error.detail());
  message.set("hint", error.hint());
  return message.text();
}

Message parse_answer(const std::string& text) {
  Message answer = Message::parse(text);
  if (answer.verb() == "error")
    throw Error(answer.at("state"), CodedText{answer.at("code"), {}, {}, answer.at("message")},
                answer.at("detail"), answer.at("hint"));
  return answer;
}

void require_ok(const std::string& text) { parse_answer(text).require_verb("ok"); }

}  // namespace paliad::messages
