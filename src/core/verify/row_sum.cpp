#include "core/verify/row_sum.hpp"

namespace paliad::verify {

void RowSum::end() {
  const Sha256Value digest = sha256_.finish();
  for (std::size_t i = 0; i < digest.size(); i += 8) {
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < 8; ++k) word = word << 8 | digest[i + k];
    words_[i / 8] += word;
  }
  ++rows_;
}

}  // namespace paliad::verify
