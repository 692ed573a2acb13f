// A part holds what was written into it, in any pieces and at the same time as another part: zlib
// inflates it to the content, and zlib and OpenSSL find the same sizes, CRCs and SHA-256.
#include "core/zip/part.hpp"

#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "unit/support/inflate.hpp"
#include "unit/support/stored_bytes.hpp"

#include <openssl/sha.h>
#include <sys/mman.h>

namespace paliad::fuzz {
namespace {

using zip::Part;

std::uint32_t zlib_crc(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

Sha256Value openssl_sha256(std::string_view bytes) {
  Sha256Value value{};
  ::SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), value.data());
  return value;
}

// A writer, and the content that was written into its part.
class CheckedPart {
public:
  explicit CheckedPart(ScratchFile& scratch) : writer_(scratch) {}

  void write(const std::string& piece) {
    writer_.write(piece);
    content_ += piece;
  }

  void finish() {
    const Part part = writer_.finish();
    require(part.bytes == content_.size(), "a part has its content's size");
    require(part.crc32 == zlib_crc(content_), "a part has its content's CRC");
    require(part.sha256 == openssl_sha256(content_), "a part has its content's SHA-256");
    const std::string stored = test::stored_bytes(part);
    require(part.deflated_bytes == stored.size(), "a part has its stored size");
    require(part.deflated_crc32 == zlib_crc(stored), "a part has its stored bytes' CRC");
    require(test::inflate(stored) == content_, "a part is its content, deflated");
    content_.clear();
  }

private:
  zip::PartWriter writer_;
  std::string content_;
};

// A few or many bytes, repeated or not.
std::string take_piece(Input& input) {
  constexpr std::size_t most = 300'000;
  const std::string once = input.bytes() + std::string(input.number(2), '\0');
  const std::size_t times = input.number(8) == 1 ? input.large_number(65'536) : 1;
  std::string piece = once;
  for (std::size_t i = 1; i < times && piece.size() + once.size() <= most; ++i) {
    piece += once;
    if (!piece.empty()) piece.back() = static_cast<char>(i * i >> 5U);
  }
  return piece;
}

}  // namespace
}  // namespace paliad::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace paliad::fuzz;
  Input input(data, size);
  paliad::ScratchFile scratch(paliad::UniqueFd(::memfd_create("scratch", MFD_CLOEXEC)), "scratch");
  CheckedPart parts[] = {CheckedPart(scratch), CheckedPart(scratch)};
  while (!input.empty()) {
    CheckedPart& part = parts[input.number(2)];
    part.write(take_piece(input));
    if (input.number(4) == 1) part.finish();
  }
  for (CheckedPart& part : parts) part.finish();
  return 0;
}
