#include "core/zip/deflate.hpp"

#include "unit/support/inflate.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <stdexcept>
#include <string>

using paliad::test::inflate;
using paliad::zip::Deflater;

namespace {

std::string random_bytes(std::size_t size) {
  std::mt19937 random(77);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() & 0xFF);
  return bytes;
}

// Text like a table's: similar lines at varying distances.
std::string text_lines(int lines) {
  std::mt19937 random(78);
  std::string text;
  for (int line = 0; line < lines; ++line)
    text += std::to_string(line) + ",EP" + std::to_string(random() % 5000) + ",granted,2024-01-" +
            std::to_string(random() % 28) + "\n";
  return text;
}

// Writes pieces of the given size from one buffer that is overwritten after each write, so that the
// deflater can't use bytes that no longer belong to it.
std::string deflate(Deflater& deflater, const std::string& content, std::size_t piece) {
  std::string deflated;
  const auto sink = [&](std::string_view bytes) { deflated.append(bytes); };
  std::string buffer;
  for (std::size_t at = 0; at < content.size(); at += piece) {
    buffer.assign(content, at, piece);
    deflater.write(buffer, sink);
    std::fill(buffer.begin(), buffer.end(), '!');
  }
  deflater.finish(sink);
  return deflated;
}

void expect_round_trip(const std::string& content, std::size_t piece) {
  Deflater deflater;
  // Not EXPECT_EQ: it would print a megabyte.
  EXPECT_TRUE(inflate(deflate(deflater, content, piece)) == content)
      << content.size() << " bytes in pieces of " << piece;
}

TEST(Deflater, NothingIsAWholeStream) {
  Deflater deflater;
  EXPECT_EQ(inflate(deflate(deflater, "", 1)), "");
}

TEST(Deflater, EmptyPiecesAddNothing) {
  Deflater deflater;
  std::string deflated;
  const auto sink = [&](std::string_view bytes) { deflated.append(bytes); };
  for (const char* piece : {"", "a", "", "b", ""}) deflater.write(piece, sink);
  deflater.finish(sink);
  EXPECT_EQ(inflate(deflated), "ab");
}

TEST(Deflater, OneByte) {
  expect_round_trip("x", 1);
  expect_round_trip(std::string(1, '\0'), 1);
}

TEST(Deflater, PiecesOfAnySize) {
  const std::string random = random_bytes(1 << 20);
  const std::string text = text_lines(40'000);
  const std::string same(1 << 20, 'a');
  for (const std::size_t piece : {7UL, 4'093UL, 32'768UL, 65'537UL, 300'007UL, 4UL << 20}) {
    expect_round_trip(random, piece);
    expect_round_trip(text, piece);
    expect_round_trip(same, piece);
  }
  expect_round_trip(text.substr(0, 70'000), 1);
}

TEST(Deflater, EverySmallSize) {
  const std::string text = text_lines(100);
  Deflater deflater;
  for (std::size_t size = 0; size < 1'000; ++size)
    EXPECT_EQ(inflate(deflate(deflater, text.substr(0, size), size + 1)), text.substr(0, size));
}

TEST(Deflater, CompressesWhatRepeats) {
  Deflater deflater;
  EXPECT_LT(deflate(deflater, std::string(1 << 20, 'a'), 1 << 20).size(), 10'000U);
  const std::string text = text_lines(40'000);
  EXPECT_LT(deflate(deflater, text, 65'536).size(), text.size() / 2);
}

TEST(Deflater, HardlyEnlargesWhatDoesNot) {
  Deflater deflater;
  EXPECT_LT(deflate(deflater, random_bytes(1 << 20), 1 << 20).size(), (1U << 20) + 2'000U);
}

TEST(Deflater, StreamsDoNotTouchEachOther) {
  Deflater deflater;
  const std::string text = text_lines(5'000);
  const std::string first = deflate(deflater, text, 1'000);
  deflate(deflater, random_bytes(300'000), 4'096);
  EXPECT_TRUE(deflate(deflater, text, 1'000) == first);
}

TEST(Deflater, MovesInTheMiddleOfAStream) {
  std::string deflated;
  const auto sink = [&](std::string_view bytes) { deflated.append(bytes); };
  Deflater first;
  first.write("one ", sink);
  Deflater second(std::move(first));
  second.write("two ", sink);
  Deflater third;
  third = std::move(second);
  third.write("three", sink);
  third.finish(sink);
  EXPECT_EQ(inflate(deflated), "one two three");
}

TEST(Deflater, GivesOutputBeforeTheEnd) {
  Deflater deflater;
  std::size_t given = 0;
  deflater.write(random_bytes(1 << 20), [&](std::string_view bytes) { given += bytes.size(); });
  EXPECT_GT(given, 900'000U);
}

TEST(Deflater, PassesOnWhatTheSinkThrows) {
  Deflater deflater;
  const auto full = [](std::string_view) { throw std::runtime_error("full"); };
  EXPECT_THROW(deflater.write(random_bytes(1 << 20), full), std::runtime_error);
  Deflater another;
  EXPECT_THROW(another.finish(full), std::runtime_error);
}

}  // namespace
