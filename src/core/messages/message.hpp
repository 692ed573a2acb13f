// What a session and its workers say to each other: fields by name, as a JSON object of strings.
#pragma once

#include "core/base/error.hpp"

#include <map>
#include <optional>
#include <string>

namespace paliad::backup {

class Message {
public:
  Message() = default;
  explicit Message(const std::string& verb) { set("verb", verb); }
  // Throws Error(internal_error) where the text is no object of strings, or not UTF-8.
  static Message parse(const std::string& text);

  void set(const std::string& name, const std::string& value) { fields_[name] = value; }
  // Leaves the field as it is where there is no value.
  void set(const std::string& name, const std::optional<std::string>& value) {
    if (value) fields_[name] = *value;
  }
  // "" where there is no such field.
  std::string get(const std::string& name) const;
  std::optional<std::string> find(const std::string& name) const;
  std::string verb() const { return get("verb"); }

  // Throws Error(internal_error) where a name or a value is not UTF-8.
  std::string text() const;
  const std::map<std::string, std::string>& fields() const noexcept { return fields_; }

private:
  std::map<std::string, std::string> fields_;
};

// An error as an answer, and back: throws it where the answer is one.
Message error_message(const Error& error);
void require_ok(const Message& answer);

}  // namespace paliad::backup
