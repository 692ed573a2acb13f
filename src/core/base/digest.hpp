// SHA-256 (FIPS 180-4, by OpenSSL) and the CRC-32 that zip uses (by ISA-L).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paliad {

using Sha256Value = std::array<std::uint8_t, 32>;

// A running SHA-256. A plain value: a copy, even in another process, continues from the same state.
class Sha256 {
public:
  Sha256() noexcept;
  void update(std::string_view bytes) noexcept;
  // Ends the computation; the object then starts another one.
  Sha256Value finish() noexcept;

private:
  alignas(std::uint64_t) std::array<std::byte, 112> state_;  // OpenSSL's SHA256_CTX
};

// 64 lower-case hexadecimal digits.
std::string to_hex(const Sha256Value& value);

// The value that to_hex() wrote as `hex`; nullopt for any other text.
std::optional<Sha256Value> sha256_of_hex(std::string_view hex);

// Continues a CRC-32 (ISO 3309, reflected, as in zip and gzip) with `bytes`. Its initial value is
// 0.
std::uint32_t crc32_update(std::uint32_t crc, std::string_view bytes) noexcept;

// The CRC-32 of two texts one after the other, from their CRCs and the size of the second (zlib's
// crc32_combine).
std::uint32_t crc32_joined(std::uint32_t first, std::uint32_t second,
                           std::uint64_t second_bytes) noexcept;

}  // namespace paliad
