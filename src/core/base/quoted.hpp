// A text in quotes as in SQL and in Excel's formulas: a quote within the text is doubled. Plain.
#pragma once

#include <string>

namespace paliad {

inline std::string quoted(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

}  // namespace paliad
