// What a session and its recorder say to each other: fields by name, as a JSON object of strings.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace paliad::backup {

class Message {
public:
  Message() = default;
  explicit Message(const std::string& verb) { set("verb", verb); }
  // Throws Error where the text is no object of strings.
  static Message parse(const std::string& text);

  void set(const std::string& name, const std::string& value) { fields_[name] = value; }
  void set(const std::string& name, const std::optional<std::string>& value) {
    if (value) fields_[name] = *value;
  }
  // "" where there is no such field.
  std::string get(const std::string& name) const;
  std::optional<std::string> find(const std::string& name) const;
  std::string verb() const { return get("verb"); }

  std::string text() const;

private:
  std::map<std::string, std::string> fields_;
};

}  // namespace paliad::backup
