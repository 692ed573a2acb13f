// The app's token (JWT): whether it holds, and what it says.
#pragma once

#include <cstdint>
#include <string>

namespace paliad::web {

enum class Algorithm { hs256, rs256 };

// What a token must be signed with, and made for.
struct TokenKey {
  Algorithm algorithm = Algorithm::hs256;
  std::string key;  // the secret, or the public key in PEM
  std::string audience;
};

struct Claims {
  std::string json;             // all of them, for request.jwt.claims; in ASCII
  std::string user;             // sub, a uuid
  std::int64_t expires_at = 0;  // seconds since 1970
};

// Throws Problem (token_expired, token_invalid) where the token doesn't hold at `now`: its
// signature by that very algorithm and key, exp, nbf and iat (30 seconds of another clock are
// forgiven), aud, and sub, which must be a uuid. A token without exp is refused.
Claims check_token(const std::string& token, const TokenKey& key, std::int64_t now);

// An RSA key of 2048 bits or more.
bool is_rsa_public_key(const std::string& pem);

// 8-4-4-4-12 hexadecimal digits.
bool is_uuid(const std::string& text);

}  // namespace paliad::web
