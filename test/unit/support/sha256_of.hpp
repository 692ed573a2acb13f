#pragma once

#include "core/base/digest.hpp"

#include <string>
#include <string_view>

namespace paliad::test {

// The SHA-256 in hexadecimal digits.
inline std::string sha256_of(std::string_view bytes) {
  Sha256 sha256;
  sha256.update(bytes);
  return to_hex(sha256.finish());
}

}  // namespace paliad::test
