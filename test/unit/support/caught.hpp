// The error that a call throws, in a form that a test can compare and print.
#pragma once

#include "core/base/error.hpp"

#include <ostream>
#include <string>

namespace paliad::test {

struct Caught {
  std::string state;  // empty where nothing was thrown
  std::string message;
  std::string detail;
  std::string hint;

  bool operator==(const Caught& other) const {
    return state == other.state && message == other.message && detail == other.detail &&
           hint == other.hint;
  }
};

inline std::ostream& operator<<(std::ostream& out, const Caught& caught) {
  if (caught.state.empty()) return out << "no error";
  return out << caught.state << ": " << caught.message << "\nDETAIL: " << caught.detail
             << "\nHINT: " << caught.hint;
}

// Catches paliad::Error only: anything else fails the test by itself.
template <class Call>
Caught caught(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return {error.state(), error.what(), error.detail(), error.hint()};
  }
  return {};
}

}  // namespace paliad::test
