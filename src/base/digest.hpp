// SHA-256 (FIPS 180-4, by OpenSSL) and the CRC-32 that zip uses (by ISA-L).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace paliad {

using Sha256Value = std::array<std::uint8_t, 32>;

// A running SHA-256. Throws Error only when OpenSSL can't serve it at all.
class Sha256 {
public:
  Sha256();
  void update(std::string_view bytes);
  // Ends the computation; the object then starts anew.
  Sha256Value finish();

private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  void start();
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// 64 lower-case hexadecimal digits.
std::string to_hex(const Sha256Value& value);

// The value that to_hex() wrote as `hex`; nothing for another text.
std::optional<Sha256Value> sha256_of_hex(std::string_view hex);

// Continues a CRC-32 (ISO 3309, reflected, as zip and gzip use it) over `bytes`; starts with 0.
std::uint32_t crc32_update(std::uint32_t crc, std::string_view bytes) noexcept;

}  // namespace paliad
