#include "core/zip/zip64_field.hpp"

#include <gtest/gtest.h>
#include <string>

namespace paliad::zip {
namespace {

using namespace std::string_literals;

const std::string ones = "\xFF\xFF\xFF\xFF"s;
const std::string ones64 = ones + "\0\0\0\0"s;
const std::string empty_field = "\1\0\0\0"s;

std::string local_header(std::size_t name, std::size_t extra) {
  return "PK\3\4"s + std::string(14, 'a') + ones + ones + static_cast<char>(name) + '\0' +
         static_cast<char>(extra) + '\0';
}

// A header with these fields: stored bytes, bytes and place.
std::string central_header(const std::string& stored, const std::string& bytes, std::size_t extra,
                           const std::string& place) {
  return "PK\1\2"s + std::string(16, 'b') + stored + bytes + "\4\0"s + static_cast<char>(extra) +
         '\0' + std::string(10, 'c') + place;
}

TEST(Zip64Field, IsFilledInAnEntrysOwnHeader) {
  Zip64Field field;
  field.describe(0xFFFFFFFF, 0x12345678);
  EXPECT_EQ(field.pass(local_header(4, 4)), local_header(4, 20));
  EXPECT_EQ(field.pass("name"), "name");
  EXPECT_EQ(field.pass(empty_field), "\1\0\x10\0"s + ones64 + "\x78\x56\x34\x12\0\0\0\0"s);
  EXPECT_EQ(field.pass(empty_field), empty_field) << "what comes next is as it is";
}

TEST(Zip64Field, HasTheNumbersThatTheDirectoryLacks) {
  const std::string small = "\1\2\3\4";
  for (const bool stored : {false, true})
    for (const bool bytes : {false, true})
      for (const bool place : {false, true}) {
        const std::size_t size = 8U * (stored + bytes + place);
        const auto header = [&](std::size_t extra) {
          return central_header(stored ? ones : small, bytes ? ones : small, extra,
                                place ? ones : small);
        };
        Zip64Field field;
        EXPECT_EQ(field.pass(header(4)), header(4 + size));
        EXPECT_EQ(field.pass("name"), "name");
        std::string expected = "\1\0"s + static_cast<char>(size) + '\0';
        while (expected.size() < 4 + size) expected += ones64;
        EXPECT_EQ(field.pass(empty_field), expected);
      }
}

TEST(Zip64Field, MayFollowANameThatLooksLikeIt) {
  Zip64Field field;
  field.describe(1, 2);
  (void)field.pass(local_header(4, 4));
  EXPECT_EQ(field.pass(empty_field), empty_field);
  EXPECT_EQ(field.pass(empty_field).size(), 20U);
}

TEST(Zip64Field, LeavesAHeaderThatNeedsNoMending) {
  Zip64Field field;
  for (const std::size_t extra : {0U, 12U, 20U}) {
    EXPECT_EQ(field.pass(local_header(4, extra)), local_header(4, extra));
    EXPECT_EQ(field.pass(central_header(ones, ones, extra, ones)),
              central_header(ones, ones, extra, ones));
  }
  EXPECT_EQ(field.pass(empty_field), empty_field);
  EXPECT_EQ(field.pass(""), "");
  EXPECT_EQ(field.pass(local_header(4, 4) + "more"), local_header(4, 4) + "more");
}

}  // namespace
}  // namespace paliad::zip
