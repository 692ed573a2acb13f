#include "core/base/digest.hpp"

#include "unit/support/sha256_of.hpp"

#include <gtest/gtest.h>

using paliad::crc32_joined;
using paliad::crc32_update;
using paliad::Sha256;
using paliad::to_hex;
using paliad::test::sha256_of;

namespace {

// The examples of FIPS 180-2, appendix B, and the empty message.
TEST(Sha256, KnownVectors) {
  EXPECT_EQ(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_of(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TakesPieces) {
  Sha256 sha256;
  for (const char* piece : {"a", "", "b", "c"}) sha256.update(piece);
  EXPECT_EQ(to_hex(sha256.finish()), sha256_of("abc"));
}

TEST(Sha256, StartsAnewAfterFinish) {
  Sha256 sha256;
  sha256.update("something else");
  sha256.finish();
  sha256.update("abc");
  EXPECT_EQ(to_hex(sha256.finish()), sha256_of("abc"));
  EXPECT_EQ(to_hex(sha256.finish()), sha256_of(""));
}

// The check value of CRC-32/ISO-HDLC, and two values of zlib's crc32().
TEST(Crc32, KnownVectors) {
  EXPECT_EQ(crc32_update(0, "123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32_update(0, "The quick brown fox jumps over the lazy dog"), 0x414FA339U);
  EXPECT_EQ(crc32_update(0, std::string(32, '\0')), 0x190A55ADU);
}

TEST(Crc32, NothingChangesNothing) {
  EXPECT_EQ(crc32_update(0, {}), 0U);
  EXPECT_EQ(crc32_update(0xCBF43926U, {}), 0xCBF43926U);
}

TEST(Crc32, ContinuesAtEverySplit) {
  const std::string_view text = "123456789";
  for (std::size_t at = 0; at <= text.size(); ++at)
    EXPECT_EQ(crc32_update(crc32_update(0, text.substr(0, at)), text.substr(at)), 0xCBF43926U);
}

TEST(Sha256, ACopyGoesOnByItself) {
  Sha256 whole;
  whole.update("The quick brown fox ");
  Sha256 copy = whole;
  whole.update("jumps over the lazy dog");
  copy.update("sleeps");
  EXPECT_EQ(to_hex(whole.finish()),
            "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592");
  Sha256 other;
  other.update("The quick brown fox sleeps");
  EXPECT_EQ(copy.finish(), other.finish());
}

TEST(Crc32, JoinedAtEverySplit) {
  const std::string text = "some bytes, and some more";
  for (std::size_t at = 0; at <= text.size(); ++at)
    EXPECT_EQ(crc32_joined(crc32_update(0, text.substr(0, at)), crc32_update(0, text.substr(at)),
                           text.size() - at),
              crc32_update(0, text));
}

TEST(Sha256, HexComesBack) {
  const std::string hex = sha256_of("abc");
  ASSERT_TRUE(paliad::sha256_of_hex(hex));
  EXPECT_EQ(to_hex(*paliad::sha256_of_hex(hex)), hex);
  for (const std::string& text : {std::string(), hex.substr(1), hex + "0", "B" + hex.substr(1)})
    EXPECT_FALSE(paliad::sha256_of_hex(text)) << text;
}

}  // namespace
