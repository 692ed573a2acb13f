#include "core/formats/end_of_data.hpp"

#include <gtest/gtest.h>

namespace paliad::formats {
namespace {

bool found(const std::string& text, std::size_t piece) {
  EndOfDataSearch search;
  for (std::size_t at = 0; at < text.size(); at += piece)
    search.feed(std::string_view(text).substr(at, piece));
  return search.found();
}

TEST(EndOfData, IsFoundHoweverTheTextIsCut) {
  for (const char* text : {"id,t\n1,\"a\n\\.\nb\"\n", "1,\"\n\\.\r\n\"\n", "\n\\.\n",
                           "0123456789\n0123456789\n\\.\n0123456789", "\n\n\\.\\.\n\\.\n"})
    for (std::size_t piece = 1; piece < 30; ++piece) EXPECT_TRUE(found(text, piece)) << text;
}

TEST(EndOfData, IsNotSeenInOtherTexts) {
  for (const char* text : {"", "\\.\n", "a\\.\n", "\n\\.a\n", "\n\\.", "\n\\.\r", "\n\\.\ra\n",
                           "\n \\.\n", "\n\\\n.\n", "1,\"a\n\\.\"\n"})
    for (std::size_t piece = 1; piece < 30; ++piece) EXPECT_FALSE(found(text, piece)) << text;
}

}  // namespace
}  // namespace paliad::formats
