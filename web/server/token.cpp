#include "token.hpp"

#include "core/base/json.hpp"
#include "problem.hpp"

#include <cmath>
#include <jwt.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace paliad::web {

namespace {

constexpr std::int64_t forgiven = 30;
constexpr std::size_t longest_token = 8192;

struct FreeToken {
  void operator()(jwt_t* token) const noexcept { jwt_free(token); }
};
using Token = std::unique_ptr<jwt_t, FreeToken>;

[[noreturn]] void invalid(const char* why) { throw Problem("token_invalid", why); }

// The library verifies by the algorithm that the token names: it must be the configured one.
Json verified_claims(const std::string& text, const TokenKey& key) {
  const auto wanted = key.algorithm == Algorithm::hs256 ? JWT_ALG_HS256 : JWT_ALG_RS256;
  if (text.size() > longest_token || text.find('\0') != std::string::npos)
    invalid("The token is malformed.");
  jwt_t* decoded = nullptr;
  const int failed =
      jwt_decode(&decoded, text.c_str(), reinterpret_cast<const unsigned char*>(key.key.data()),
                 static_cast<int>(key.key.size()));
  const Token token(decoded);
  if (failed != 0 || !token) invalid("The token is malformed, or signed by somebody else.");
  if (jwt_get_alg(token.get()) != wanted) invalid("The token is signed in another way.");
  struct FreeText {
    void operator()(char* t) const noexcept { std::free(t); }
  };
  const std::unique_ptr<char, FreeText> claims(jwt_get_grants_json(token.get(), nullptr));
  if (!claims) throw std::bad_alloc();
  Json object(json_loads(claims.get(), JSON_REJECT_DUPLICATES, nullptr));
  if (!json_is_object(object.get())) invalid("The token's claims are malformed.");
  return object;
}

// A time claim; `missing` where there is none.
std::int64_t time_claim(const Json& claims, const char* name, std::int64_t missing) {
  const json_t* value = json_object_get(claims.get(), name);
  if (value == nullptr) return missing;
  constexpr double beyond = 1e15;
  const double seconds = json_number_value(value);
  if (!json_is_number(value) || !(std::fabs(seconds) < beyond))
    invalid("The token's times are malformed.");
  return static_cast<std::int64_t>(std::floor(seconds));
}

bool is_text(const json_t* value, const std::string& text) {
  return json_is_string(value) &&
         std::string(json_string_value(value), json_string_length(value)) == text;
}

bool is_for(const Json& claims, const std::string& audience) {
  const json_t* const value = json_object_get(claims.get(), "aud");
  if (!json_is_array(value)) return is_text(value, audience);
  for (std::size_t i = 0; i < json_array_size(value); ++i)
    if (is_text(json_array_get(value, i), audience)) return true;
  return false;
}

}  // namespace

bool is_uuid(const std::string& text) {
  constexpr std::size_t length = 36;
  if (text.size() != length) return false;
  for (std::size_t i = 0; i < length; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-'
             : std::string_view("0123456789abcdefABCDEF").find(text[i]) == std::string_view::npos)
      return false;
  }
  return true;
}

Claims check_token(const std::string& text, const TokenKey& key, std::int64_t now) {
  const Json claims = verified_claims(text, key);
  Claims result;
  result.expires_at = time_claim(claims, "exp", -1);
  if (json_object_get(claims.get(), "exp") == nullptr) invalid("The token never expires.");
  if (result.expires_at <= now) throw Problem("token_expired");
  if (time_claim(claims, "nbf", now) > now + forgiven ||
      time_claim(claims, "iat", now) > now + forgiven)
    invalid("The token is not valid yet.");
  if (!is_for(claims, key.audience)) invalid("The token is made for another app.");
  const json_t* const user = json_object_get(claims.get(), "sub");
  if (json_is_string(user)) result.user = json_string_value(user);
  if (!is_uuid(result.user)) invalid("The token names no user.");
  // ASCII can be sent to a database of any encoding.
  result.json = json_text(claims, JSON_COMPACT | JSON_ENSURE_ASCII);
  return result;
}

bool is_rsa_public_key(const std::string& pem) {
  struct FreeBio {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
  };
  struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
  };
  constexpr int least_bits = 2048;
  const std::unique_ptr<BIO, FreeBio> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<EVP_PKEY, FreeKey> key(
      bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  return key && EVP_PKEY_base_id(key.get()) == EVP_PKEY_RSA &&
         EVP_PKEY_bits(key.get()) >= least_bits;
}

}  // namespace paliad::web
