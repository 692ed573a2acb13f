#include "core/base/text_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <new>
#include <string>

namespace paliad {
namespace {

TEST(TextBuffer, AppendsPiecesOfEveryLength) {
  TextBuffer text;
  std::string expected;
  std::string piece;
  for (std::size_t length = 0; length < 100; ++length) {
    text += piece;
    expected += piece;
    ASSERT_EQ(text.view(), expected) << length;
    piece += static_cast<char>('!' + length % 90);
  }
  EXPECT_EQ(text.size(), expected.size());
}

TEST(TextBuffer, AppendsPhrasesOfEveryLength) {
  TextBuffer text;
  std::string expected;
  std::string piece;
  for (; piece.size() <= Phrase::most_bytes; piece += static_cast<char>('!' + piece.size())) {
    text += Phrase(piece);
    expected += piece;
    ASSERT_EQ(text.view(), expected);
  }
  EXPECT_THROW(Phrase{piece}, std::length_error);
  text += Phrase();
  EXPECT_EQ(text.view(), expected);
}

TEST(TextBuffer, TakesSingleBytesAndZeros) {
  TextBuffer text;
  EXPECT_TRUE(text.empty());
  text += 'a';
  text += '\0';
  text += std::string_view("\0b", 2);
  EXPECT_EQ(text.view(), std::string_view("a\0\0b", 4));
}

TEST(TextBuffer, AnEmptyViewWithoutBytesAddsNothing) {
  TextBuffer text;
  text += std::string_view();
  text += "x";
  text += std::string_view();
  EXPECT_EQ(text.view(), "x");
}

TEST(TextBuffer, RoomIsWrittenToAndAdded) {
  TextBuffer text;
  text += "row ";
  std::memcpy(text.room(1'000'000), "12345", 5);
  text.add(2);
  EXPECT_EQ(text.view(), "row 12");
}

TEST(TextBuffer, WhatItCannotHoldChangesNothing) {
  TextBuffer text;
  text += "kept";
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  for (const std::size_t bytes : {most, most - 3})
    EXPECT_THROW((void)text.room(bytes), std::bad_alloc) << bytes;
  EXPECT_EQ(text.view(), "kept");
}

// While a megabyte is appended byte by byte, the buffer moves about twenty times, not at every
// byte.
TEST(TextBuffer, GrowsByMoreThanItMust) {
  TextBuffer text;
  int grown = 0;
  for (std::size_t i = 0; i < 1'000'000; ++i) {
    const char* const before = text.data();
    text += 'x';
    grown += text.data() != before ? 1 : 0;
  }
  EXPECT_LT(grown, 40);
  EXPECT_EQ(text.size(), 1'000'000U);
}

TEST(TextBuffer, IsCutAndGoesOn) {
  TextBuffer text;
  text += "head and more";
  text.cut(4);
  text += '!';
  EXPECT_EQ(text.view(), "head!");
}

TEST(TextBuffer, ClearKeepsOrFreesItsMemory) {
  TextBuffer text;
  text += std::string(10'000, 'a');
  const char* const before = text.data();
  text.clear(1'000'000);
  EXPECT_TRUE(text.empty());
  text += "b";
  EXPECT_EQ(text.data(), before);
  text.clear(100);
  EXPECT_EQ(text.data(), nullptr);
  text += "c";
  EXPECT_EQ(text.view(), "c");
}

TEST(TextBuffer, DropsItsBeginning) {
  TextBuffer text;
  text.drop(0, 10);
  text += "abcdef";
  text.drop(2, 1'000);
  EXPECT_EQ(text.view(), "cdef");
  text.drop(0, 1'000);
  EXPECT_EQ(text.view(), "cdef");
  text += std::string(10'000, 'x');
  text.drop(10'003, 100);
  EXPECT_EQ(text.view(), "x");
  text.drop(1, 0);
  EXPECT_TRUE(text.empty());
  text += "y";
  EXPECT_EQ(text.view(), "y");
}

class PassedOn : public testing::Test {
protected:
  std::string all_;
  std::size_t largest_ = 0;
  TextBuffer text_{[this](std::string_view piece) {
    all_ += piece;
    largest_ = std::max(largest_, piece.size());
  }};
};

TEST_F(PassedOn, WhenThereIsAPieceOfIt) {
  text_ += "head";
  text_.pass_on();
  EXPECT_EQ(all_, "") << "too little";
  text_ += std::string(TextBuffer::piece_bytes, 'x');
  EXPECT_EQ(all_, "") << "nobody said that it may go";
  text_.pass_on();
  EXPECT_EQ(all_.size(), 4 + TextBuffer::piece_bytes);
  EXPECT_TRUE(text_.empty());
  text_ += "tail";
  text_.pass_rest();
  text_.pass_rest();
  EXPECT_EQ(all_, "head" + std::string(TextBuffer::piece_bytes, 'x') + "tail");
}

TEST_F(PassedOn, ALongTextAsItComes) {
  std::string expected = "(";
  text_ += '(';
  for (const std::size_t size :
       {0UL, 1UL, TextBuffer::piece_bytes, 3 * TextBuffer::piece_bytes + 1}) {
    text_.append_long(std::string(size, 'x'));
    expected += std::string(size, 'x');
  }
  text_.pass_rest();
  EXPECT_TRUE(all_ == expected);
  EXPECT_LE(largest_, 2 * TextBuffer::piece_bytes);
}

TEST(TextBuffer, WithoutSomebodyToPassItOnToKeepsAll) {
  TextBuffer text;
  text.append_long(std::string(2 * TextBuffer::piece_bytes, 'x'));
  text.pass_on();
  text.pass_rest();
  EXPECT_EQ(text.size(), 2 * TextBuffer::piece_bytes);
}

}  // namespace
}  // namespace paliad
