// A reason, warning, finding or failure that programs may need to distinguish: a stable code with
// arguments for programs, and a sentence for people. core/codes makes them.
#pragma once

#include "core/base/utf8.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace paliad {

struct Argument {
  Argument(std::string_view called, std::string what)
      : name(called), value(in_utf8(std::move(what))) {}
  Argument(std::string_view called, const char* what) : Argument(called, std::string(what)) {}
  Argument(std::string_view called, std::uint64_t count)
      : name(called), value(std::to_string(count)), is_number(true) {}

  std::string name;
  std::string value;       // UTF-8; a number as decimal digits
  bool is_number = false;  // JSON has it as a number, not as a string
};

struct CodedText {
  bool empty() const noexcept { return code.empty() && text.empty(); }

  std::string code;  // empty in what an older version wrote, and where there is only a text
  std::vector<Argument> arguments;
  std::vector<CodedText> because;  // the reason behind this one: none, or one
  std::string text;                // the English sentence
};

}  // namespace paliad
