// The claims that become settings of their own.
#include "claim_settings.hpp"

#include <gtest/gtest.h>

namespace {

using namespace paliad::web;

std::string settings(const std::string& claims, bool any_text = true) {
  return claim_settings(claims, any_text);
}

TEST(ClaimSettings, scalars) {
  EXPECT_EQ(settings(R"({"sub":"x","exp":1800000001,"half":0.5,"yes":true,"no":false,"e":""})"),
            R"({"request.jwt.claim.e":"","request.jwt.claim.exp":"1800000001",)"
            R"("request.jwt.claim.half":"0.5","request.jwt.claim.no":"false",)"
            R"("request.jwt.claim.sub":"x","request.jwt.claim.yes":"true"})");
}

TEST(ClaimSettings, nothingElse) {
  EXPECT_EQ(settings(R"({"a":null,"b":[1],"c":{"d":1}})"), "{}");
  EXPECT_EQ(settings("{}"), "{}");
}

TEST(ClaimSettings, plainNames) {
  EXPECT_EQ(settings(R"({"_a1":1,"B":2})"),
            R"({"request.jwt.claim.B":"2","request.jwt.claim._a1":"1"})");
  EXPECT_EQ(settings(R"({"":1,"1a":1,"a.b":1,"a b":1,"a-b":1,"https://x/y":1,"ä":1,"a$":1,"'":1})"),
            "{}");
}

// A user who may add a claim to his token must not be able to replace another claim by it.
TEST(ClaimSettings, namesThatDifferInSizeAlone) {
  EXPECT_EQ(settings(R"({"SUB":"a","sub":"b","Sub":"c"})"), R"({"request.jwt.claim.sub":"b"})");
  EXPECT_EQ(settings(R"({"sub":"b","SUB":"a"})"), R"({"request.jwt.claim.sub":"b"})");
  EXPECT_EQ(settings(R"({"sub":["b"],"SUB":"a"})"), "{}");
  EXPECT_EQ(settings(R"({"Tenant":"a","tEnant":"b"})"), "{}");
}

TEST(ClaimSettings, textsThatAreNotAscii) {
  const std::string claims = R"({"name":"J\u00fcrgen 😀","sub":"x\n\"\\"})";
  EXPECT_EQ(
      settings(claims),
      R"({"request.jwt.claim.name":"J\u00FCrgen \uD83D\uDE00","request.jwt.claim.sub":"x\n\"\\"})");
  EXPECT_EQ(settings(claims, false), R"({"request.jwt.claim.sub":"x\n\"\\"})");
}

}  // namespace
