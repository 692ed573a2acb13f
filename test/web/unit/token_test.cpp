// Valid and invalid tokens. They are signed by OpenSSL, not by the library that checks them.
#include "problem.hpp"
#include "token.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace {

using namespace paliad::web;

constexpr std::int64_t now = 1'800'000'000;
const std::string secret(40, 's');
const std::string user = "00000000-0000-4000-8000-000000000001";

std::string base64url(const std::string& bytes) {
  std::string text(4 * (bytes.size() / 3 + 1) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::string signed_token(const std::string& header, const std::string& claims,
                         const std::string& key, const EVP_MD* digest = EVP_sha256()) {
  const std::string text = base64url(header) + "." + base64url(claims);
  unsigned char value[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(digest, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), value, &size);
  return text + "." + base64url({reinterpret_cast<char*>(value), size});
}

std::string claims(const std::string& more) {
  return R"({"sub":")" + user + "\"" + (more.empty() ? "" : "," + more) + "}";
}

const std::string good = R"("aud":"authenticated","exp":1800000001)";
const std::string hs256 = R"({"alg":"HS256","typ":"JWT"})";
const TokenKey key{Algorithm::hs256, secret, "authenticated"};

std::string code_of(const std::string& token, const TokenKey& with = key) {
  try {
    (void)check_token(token, with, now);
    return "ok";
  } catch (const Problem& problem) {
    return problem.code();
  }
}

std::string code_of_claims(const std::string& more) {
  return code_of(signed_token(hs256, claims(more), secret));
}

TEST(Token, holds) {
  const Claims checked = check_token(signed_token(hs256, claims(good), secret), key, now);
  EXPECT_EQ(checked.user, user);
  EXPECT_EQ(checked.expires_at, now + 1);
  EXPECT_NE(checked.json.find(R"("aud":"authenticated")"), std::string::npos);
}

TEST(Token, hands_claims_on_in_ascii) {
  const std::string more = good + R"(,"name":"J\u00fcrgen 😀")";
  const Claims checked = check_token(signed_token(hs256, claims(more), secret), key, now);
  EXPECT_NE(checked.json.find(R"("name":"J\u00FCrgen \uD83D\uDE00")"), std::string::npos)
      << checked.json;
}

TEST(Token, times) {
  EXPECT_EQ(code_of_claims(R"("aud":"authenticated","exp":1800000000)"), "token_expired");
  EXPECT_EQ(code_of_claims(R"("aud":"authenticated","exp":1800000000.9)"), "token_expired");
  EXPECT_EQ(code_of_claims(R"("aud":"authenticated")"), "token_invalid");
  EXPECT_EQ(code_of_claims(R"("aud":"authenticated","exp":"1800000001")"), "token_invalid");
  EXPECT_EQ(code_of_claims(R"("aud":"authenticated","exp":1e300)"), "token_invalid");
  EXPECT_EQ(code_of_claims(R"("aud":"authenticated","exp":null)"), "token_invalid");
  EXPECT_EQ(code_of_claims(good + R"(,"nbf":1800000030)"), "ok");
  EXPECT_EQ(code_of_claims(good + R"(,"nbf":1800000031)"), "token_invalid");
  EXPECT_EQ(code_of_claims(good + R"(,"iat":1800000031)"), "token_invalid");
}

TEST(Token, audience) {
  EXPECT_EQ(code_of_claims(R"("exp":1800000001)"), "token_invalid");
  EXPECT_EQ(code_of_claims(R"("exp":1800000001,"aud":"authenticated2")"), "token_invalid");
  EXPECT_EQ(code_of_claims(R"("exp":1800000001,"aud":["x","authenticated"])"), "ok");
  EXPECT_EQ(code_of_claims(R"("exp":1800000001,"aud":["x",1,null])"), "token_invalid");
  EXPECT_EQ(code_of_claims(R"("exp":1800000001,"aud":{"authenticated":1})"), "token_invalid");
}

TEST(Token, user) {
  for (const char* other : {R"({"aud":"authenticated","exp":1800000001})",
                            R"({"aud":"authenticated","exp":1800000001,"sub":"x"})",
                            R"({"aud":"authenticated","exp":1800000001,"sub":1})"})
    EXPECT_EQ(code_of(signed_token(hs256, other, secret)), "token_invalid") << other;
}

TEST(Token, signature) {
  const std::string whole = signed_token(hs256, claims(good), secret);
  EXPECT_EQ(code_of(signed_token(hs256, claims(good), secret + "x")), "token_invalid");
  EXPECT_EQ(code_of(whole.substr(0, whole.rfind('.') + 1)), "token_invalid");
  EXPECT_EQ(code_of(whole.substr(0, whole.rfind('.'))), "token_invalid");
  std::string changed = whole;
  changed[changed.find('.') + 5] ^= 1;
  EXPECT_EQ(code_of(changed), "token_invalid");
  for (const char* none : {R"({"alg":"none"})", R"({"alg":"None"})", R"({})", R"({"alg":""})"}) {
    EXPECT_EQ(code_of(base64url(none) + "." + base64url(claims(good)) + "."), "token_invalid");
    EXPECT_EQ(code_of(signed_token(none, claims(good), secret)), "token_invalid");
  }
  EXPECT_EQ(code_of(signed_token(R"({"alg":"HS512"})", claims(good), secret, EVP_sha512())),
            "token_invalid");
}

TEST(Token, noTokenAtAll) {
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b.c"),
        std::string(9000, 'a'), std::string("a\0b", 3)})
    EXPECT_EQ(code_of(text), "token_invalid");
}

// The public key, which anybody may know, must not work as a secret for HS256.
TEST(Token, publicKeyIsNoSecret) {
  const TokenKey public_key{Algorithm::rs256, secret, "authenticated"};
  EXPECT_EQ(code_of(signed_token(hs256, claims(good), secret), public_key), "token_invalid");
}

TEST(Token, uuid) {
  EXPECT_TRUE(is_uuid(user));
  EXPECT_TRUE(is_uuid("ABCDEFab-0000-4000-8000-000000000001"));
  for (const char* other :
       {"", "0", "00000000-0000-4000-8000-00000000000", "00000000-0000-4000-8000-00000000000g",
        "000000000000-4000-8000-0000-00000001", "{0000000-0000-4000-8000-000000000001"})
    EXPECT_FALSE(is_uuid(other)) << other;
}

TEST(Token, publicKey) {
  EXPECT_FALSE(is_rsa_public_key(""));
  EXPECT_FALSE(is_rsa_public_key("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"));
}

}  // namespace
