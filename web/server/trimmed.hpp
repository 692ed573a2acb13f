#pragma once

#include <string>

namespace paliad::web {

// A header field's value without the spaces and tabs around it (OWS of RFC 9110, 5.6.3).
inline std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

}  // namespace paliad::web
