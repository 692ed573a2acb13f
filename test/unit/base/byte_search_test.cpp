#include "core/base/byte_search.hpp"

#include <gtest/gtest.h>
#include <string>

namespace paliad {
namespace {

// At every position, also after the last full sixteen bytes, and whatever bytes come before the
// start.
TEST(ByteSearch, FindsTheFirstFromAPlace) {
  const auto is_special = [](const auto& bytes) { return bytes == '!'; };
  for (std::size_t size = 0; size < 70; ++size)
    for (std::size_t place = 0; place <= size; ++place) {
      std::string text(size, ' ');
      if (place < size) text[place] = '!';
      for (std::size_t from = 0; from <= size; ++from)
        EXPECT_EQ(find_special(text, from, is_special), from <= place ? place : size);
      text.insert(0, "!");
      EXPECT_EQ(find_special(text, 1, is_special), place + 1);
    }
}

TEST(ByteSearch, LooksAtNothingBehindTheText) {
  const auto is_special = [](const auto& bytes) { return bytes == '!'; };
  const std::string text(100, '!');
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string spaces = std::string(size, ' ') + text;
    EXPECT_EQ(find_special(std::string_view(spaces).substr(0, size), 0, is_special), size);
  }
}

// Every byte value, in texts that are searched in each of the ways: only the predicate decides.
TEST(ByteSearch, TestsEveryByteAsAByte) {
  const auto is_special = [](const auto& bytes) {
    return ((bytes < 0x20) & (bytes != '\t')) | (bytes == '"') | (bytes == 0xEF);
  };
  for (unsigned byte = 0; byte < 256; ++byte) {
    const bool special = (byte < 0x20 && byte != '\t') || byte == '"' || byte == 0xEF;
    for (const std::size_t size : {1U, 3U, 4U, 7U, 8U, 15U, 16U, 17U, 33U})
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        EXPECT_EQ(find_special(text, 0, is_special), special ? at : size) << byte;
      }
  }
}

}  // namespace
}  // namespace paliad
