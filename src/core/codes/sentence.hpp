#pragma once

#include <string_view>

namespace paliad::codes {

// {name} stands for an argument, {name|one|more} for the first word where it is 1 and for the
// second where it isn't, {because} for the sentence of what it follows from.
struct Sentence {
  std::string_view code;  // stable: a program's
  std::string_view english;
  std::string_view german;
};

}  // namespace paliad::codes
