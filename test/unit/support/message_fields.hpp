// Messages with a field removed or changed.
#pragma once

#include "core/messages/message.hpp"

#include <string>
#include <vector>

namespace paliad::test {

inline messages::Message copy_without(const std::string& text, const std::string& left_out) {
  const messages::Message whole = messages::Message::parse(text);
  messages::Message copy(whole.verb());
  for (const auto& [name, value] : whole.fields())
    if (name != left_out) copy.set(name, value);
  return copy;
}

inline std::string without(const std::string& text, const std::string& name) {
  return copy_without(text, name).text();
}

inline std::string with(const std::string& text, const std::string& name,
                        const std::string& value) {
  messages::Message copy = copy_without(text, name);
  copy.set(name, value);
  return copy.text();
}

// The names of all fields but the verb.
inline std::vector<std::string> field_names(const std::string& text) {
  std::vector<std::string> names;
  const messages::Message message = messages::Message::parse(text);
  for (const auto& [name, value] : message.fields())
    if (name != "verb") names.push_back(name);
  return names;
}

inline std::string missing(const std::string& name) {
  return "malformed message: it has no field \"" + name + "\"";
}

inline std::string no_number(const std::string& name) {
  return "malformed message: field \"" + name + "\" is not a number that fits";
}

}  // namespace paliad::test
