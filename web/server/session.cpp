#include "session.hpp"

#include "trimmed.hpp"

#include <array>
#include <new>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace paliad::web {

namespace {

bool is_token_text(const std::string& text) {
  return !text.empty() &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=") ==
             std::string::npos;
}

}  // namespace

std::optional<std::string> cookie_value(const std::string& header, const std::string& name) {
  std::optional<std::string> found;
  for (std::size_t at = 0; at < header.size();) {
    const auto end = std::min(header.find(';', at), header.size());
    const std::string pair = trimmed(header.substr(at, end - at));
    const auto equals = pair.find('=');
    if (equals != std::string::npos && pair.substr(0, equals) == name) {
      if (found) return std::nullopt;
      found = pair.substr(equals + 1);
    }
    at = end + 1;
  }
  return found;
}

std::optional<std::string> bearer_token(const std::string& header) {
  constexpr std::string_view scheme = "bearer ";
  if (header.size() <= scheme.size()) return std::nullopt;
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(header[i])) != scheme[i]) return std::nullopt;
  std::string token = trimmed(header.substr(scheme.size()));
  if (!is_token_text(token)) return std::nullopt;
  return token;
}

std::string csrf_token(const std::string& session_token) {
  static constexpr std::string_view purpose = "paliad-backup-web csrf";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), session_token.data(), static_cast<int>(session_token.size()),
           reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(), digest.data(),
           &size) == nullptr)
    throw std::bad_alloc();
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    constexpr char digits[] = "0123456789abcdef";
    text += digits[digest[i] / 16];
    text += digits[digest[i] % 16];
  }
  return text;
}

bool same_secret(const std::string& left, const std::string& right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string set_cookie(const std::string& token, std::int64_t seconds, bool secure) {
  return std::string(session_cookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
         (secure ? "; Secure" : "") + "; Max-Age=" + std::to_string(seconds);
}

}  // namespace paliad::web
