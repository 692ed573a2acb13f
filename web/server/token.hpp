// The app's token (JWT, RFC 7519): whether it is valid, and its claims.
#pragma once

#include <cstdint>
#include <string>

namespace paliad::web {

enum class Algorithm { hs256, rs256 };

// The key that must have signed a token, and the audience that it must be for.
struct TokenKey {
  Algorithm algorithm = Algorithm::hs256;
  std::string key;  // the secret, or the public key in PEM
  std::string audience;
};

struct Claims {
  std::string json;             // all claims as one object, for request.jwt.claims; in ASCII
  std::string user;             // sub, a uuid
  std::int64_t expires_at = 0;  // seconds since 1970
};

// The claims of a token that is valid at `now` (seconds since 1970). Checks the signature, by just
// that algorithm and key, exp, which is required, nbf and iat (which may be 30 seconds ahead, by
// another machine's clock), aud, and sub, which must be a uuid. Throws Problem: token_expired or
// token_invalid.
Claims check_token(const std::string& token, const TokenKey& key, std::int64_t now);

// Whether `pem` is an RSA public key of 2048 bits or more.
bool is_rsa_public_key(const std::string& pem);

// 8-4-4-4-12 hexadecimal digits.
bool is_uuid(const std::string& text);

}  // namespace paliad::web
