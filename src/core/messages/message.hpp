// The form of messages between a session and its workers: a verb and named fields, as a JSON object
// of strings. The modules beside this one define the messages themselves.
#pragma once

#include "core/base/error.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <string>

namespace paliad::messages {

class Message {
public:
  explicit Message(const std::string& verb) { set("verb", verb); }
  // Throws Error(internal_error) where the text is no JSON object of strings, is not UTF-8, or has
  // no verb.
  static Message parse(const std::string& text);

  void set(const std::string& name, const std::string& value) { fields_[name] = value; }
  // Changes nothing where there is no value.
  void set(const std::string& name, const std::optional<std::string>& value) {
    if (value) fields_[name] = *value;
  }
  template <class Number>
  void set_number(const std::string& name, Number value) {
    set(name, std::to_string(value));
  }

  // Throws Error(internal_error) where there is no such field.
  const std::string& at(const std::string& name) const;
  // The field as a number. Throws Error(internal_error) where there is no such field, or it isn't a
  // whole number that fits into the type.
  template <class Number>
  Number number(const std::string& name) const {
    const std::string& text = at(name);
    const char* const last = text.data() + text.size();
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), last, value);
    if (problem != std::errc() || end != last) refuse_number(name);
    return value;
  }
  // nullopt where there is no such field.
  std::optional<std::string> find(const std::string& name) const;
  const std::string& verb() const { return at("verb"); }
  // Throws Error(internal_error) where the message has another verb.
  void require_verb(const std::string& verb) const;

  // The JSON text. Throws Error(internal_error) where a name or a value is not UTF-8.
  std::string text() const;
  const std::map<std::string, std::string>& fields() const noexcept { return fields_; }

private:
  Message() = default;
  [[noreturn]] static void refuse_number(const std::string& name);

  std::map<std::string, std::string> fields_;
};

// The answers that every worker may give: success, or an error with its SQLSTATE, message, detail,
// hint and code, but without its context and the code's arguments.
std::string ok_text();
std::string error_text(const Error& error);

// Returns an answer that is no error. Throws the error of error_text(), and Error(internal_error)
// where the text is no message.
Message parse_answer(const std::string& text);
// Throws as parse_answer(), and Error(internal_error) where the answer isn't ok_text().
void require_ok(const std::string& text);

}  // namespace paliad::messages
