#include "bundle/byte_search.hpp"

#include <gtest/gtest.h>
#include <string>

namespace paliad::bundle {
namespace {

std::uint64_t word(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

TEST(ByteSearch, KnowsOneByteAmongEight) {
  for (unsigned byte = 0; byte < 256; ++byte)
    for (std::size_t at = 0; at < 8; ++at) {
      std::string bytes(8, byte == 'x' ? 'y' : 'x');
      EXPECT_EQ(any_equal(word(bytes.data()), static_cast<std::uint8_t>(byte)), 0U) << byte;
      bytes[at] = static_cast<char>(byte);
      EXPECT_NE(any_equal(word(bytes.data()), static_cast<std::uint8_t>(byte)), 0U) << byte;
    }
}

TEST(ByteSearch, KnowsSmallBytesAmongEight) {
  for (unsigned byte = 0; byte < 256; ++byte)
    for (std::size_t at = 0; at < 8; ++at) {
      std::string bytes(8, '\xff');
      bytes[at] = static_cast<char>(byte);
      EXPECT_EQ(any_below(word(bytes.data()), 0x20) != 0, byte < 0x20) << byte;
    }
}

// Wherever it is, also behind the last eight, and however often the test for eight is too anxious.
TEST(ByteSearch, FindsTheFirstFromAPlace) {
  const auto anxious = [](std::uint64_t) { return std::uint64_t{1}; };
  const auto exact = [](std::uint64_t bytes) { return any_equal(bytes, '!'); };
  const auto is_special = [](std::uint8_t byte) { return byte == '!'; };
  for (std::size_t size = 0; size < 40; ++size)
    for (std::size_t place = 0; place <= size; ++place) {
      std::string text(size, ' ');
      if (place < size) text[place] = '!';
      for (std::size_t from = 0; from <= size; ++from) {
        const std::size_t expected = from <= place ? place : size;
        EXPECT_EQ(find_special(text, from, exact, is_special), expected);
        EXPECT_EQ(find_special(text, from, anxious, is_special), expected);
      }
    }
}

}  // namespace
}  // namespace paliad::bundle
