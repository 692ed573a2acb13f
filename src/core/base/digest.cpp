#include "core/base/digest.hpp"

#include "core/base/hex.hpp"
#include "core/base/vector_registers.hpp"

// SHA256_CTX can be copied, into shared memory too; OpenSSL 3's replacement (EVP_MD_CTX) can't.
#define OPENSSL_API_COMPAT 0x10100000L

#include <algorithm>
#include <isa-l/crc.h>
#include <openssl/sha.h>
#include <type_traits>
#include <zlib.h>

namespace paliad {

namespace {

SHA256_CTX* context(std::array<std::byte, 112>& state) noexcept {
  static_assert(sizeof(SHA256_CTX) == sizeof state && alignof(SHA256_CTX) <= alignof(Sha256));
  static_assert(std::is_trivially_copyable_v<SHA256_CTX>);
  return reinterpret_cast<SHA256_CTX*>(state.data());
}

}  // namespace

Sha256::Sha256() noexcept { SHA256_Init(context(state_)); }

void Sha256::update(std::string_view bytes) noexcept {
  SHA256_Update(context(state_), bytes.data(), bytes.size());
}

Sha256Value Sha256::finish() noexcept {
  Sha256Value value{};
  SHA256_Final(value.data(), context(state_));
  SHA256_Init(context(state_));
  return value;
}

std::string to_hex(const Sha256Value& value) {
  std::string hex;
  append_hex(hex, {reinterpret_cast<const char*>(value.data()), value.size()});
  return hex;
}

std::optional<Sha256Value> sha256_of_hex(std::string_view hex) {
  Sha256Value value{};
  std::string bytes;
  if (!append_bytes_of_hex(bytes, hex) || bytes.size() != value.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), value.begin());
  // Digits are lower-case.
  if (to_hex(value) != hex) return std::nullopt;
  return value;
}

std::uint32_t crc32_update(std::uint32_t crc, std::string_view bytes) noexcept {
  const std::uint32_t next =
      crc32_gzip_refl(crc, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  clear_upper_halves();
  return next;
}

std::uint32_t crc32_joined(std::uint32_t first, std::uint32_t second,
                           std::uint64_t second_bytes) noexcept {
  return static_cast<std::uint32_t>(
      crc32_combine(first, second, static_cast<z_off_t>(second_bytes)));
}

}  // namespace paliad
