#include "base/digest.hpp"

#include "base/error.hpp"

#include <isa-l/crc.h>
#include <openssl/evp.h>

namespace paliad {

void Sha256::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) { start(); }

void Sha256::start() {
  if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
    throw Error(sqlstate::internal_error, "OpenSSL offers no SHA-256");
}

void Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1)
    throw Error(sqlstate::internal_error, "OpenSSL could not continue a SHA-256");
}

Sha256Value Sha256::finish() {
  Sha256Value value{};
  if (EVP_DigestFinal_ex(context_.get(), value.data(), nullptr) != 1)
    throw Error(sqlstate::internal_error, "OpenSSL could not finish a SHA-256");
  start();
  return value;
}

std::string to_hex(const Sha256Value& value) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * value.size());
  for (const std::uint8_t byte : value) {
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  return hex;
}

std::optional<Sha256Value> sha256_of_hex(std::string_view hex) {
  Sha256Value value{};
  for (std::size_t i = 0; i < 2 * value.size() && i < hex.size(); ++i) {
    const auto digit = static_cast<unsigned>(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
    value[i / 2] = static_cast<std::uint8_t>(value[i / 2] << 4U | (digit & 15U));
  }
  if (to_hex(value) != hex) return std::nullopt;
  return value;
}

std::uint32_t crc32_update(std::uint32_t crc, std::string_view bytes) noexcept {
  return crc32_gzip_refl(crc, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

}  // namespace paliad
