// A checksum over rows that doesn't depend on their order, to compare unordered tables. Plain.
#pragma once

#include "core/base/digest.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace paliad::verify {

// The rows' SHA-256 values added up as four 64-bit words, each modulo 2^64, and their number.
class RowSum {
public:
  void add(std::string_view row) {
    more(row);
    end();
  }
  // Adds a piece of a row; end() ends the row.
  void more(std::string_view piece) { sha256_.update(piece); }
  void end();
  std::uint64_t rows() const noexcept { return rows_; }
  bool operator==(const RowSum& other) const noexcept {
    return rows_ == other.rows_ && words_ == other.words_;
  }

private:
  Sha256 sha256_;
  std::array<std::uint64_t, 4> words_{};
  std::uint64_t rows_ = 0;
};

}  // namespace paliad::verify
