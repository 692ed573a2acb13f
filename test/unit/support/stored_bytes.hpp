// A part's bytes as they are stored.
#pragma once

#include "core/zip/part.hpp"

#include <string>

namespace paliad::test {

inline std::string stored_bytes(const zip::Part& part) {
  std::string bytes;
  for (const Extent& extent : part.extents) {
    std::string piece(extent.size, '\0');
    extent.file->read(piece.data(), piece.size(), extent.offset);
    bytes += piece;
  }
  return bytes;
}

}  // namespace paliad::test
