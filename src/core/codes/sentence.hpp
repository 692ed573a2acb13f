#pragma once

#include <string_view>

namespace paliad::codes {

// A code with its sentences. {name} is replaced by an argument; {name|one|more} by the first word
// if the argument is 1, else by the second; {because} by the sentence of the reason behind it.
struct Sentence {
  std::string_view code;  // for programs: never changes
  std::string_view english;
  std::string_view german;
};

}  // namespace paliad::codes
