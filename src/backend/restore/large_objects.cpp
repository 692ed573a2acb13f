#include "backend/restore/large_objects.hpp"

#include "backend/postgres/report.hpp"
#include "backend/postgres/statement.hpp"
#include "core/base/hex.hpp"

#include <algorithm>

namespace paliad::restore {

namespace {

// The most bytes that one statement writes; its parameter has twice as many hexadecimal digits.
constexpr std::size_t piece_bytes = 1024UL * 1024;

class Filler {
public:
  explicit Filler(std::uint32_t oid) : oid_(std::to_string(oid)) {}

  void write(std::string_view content) {
    while (!content.empty()) {
      const std::string_view taken = content.substr(0, piece_bytes - piece_.size());
      piece_.append(taken);
      content.remove_prefix(taken.size());
      if (piece_.size() == piece_bytes) put();
    }
  }
  void finish() {
    if (!piece_.empty()) put();
  }

private:
  void put() {
    postgres::check_interrupts();
    std::string hex;
    append_hex(hex, piece_);
    postgres::execute("SELECT lo_put($1::oid, $2::bigint, decode($3, 'hex'))",
                      {oid_, std::to_string(position_), std::move(hex)});
    position_ += piece_.size();
    piece_.clear();
  }

  const std::string oid_;
  std::string piece_;
  std::uint64_t position_ = 0;
};

}  // namespace

void load_large_objects(const zip::Archive& archive,
                        const std::vector<model::LargeObject>& objects) {
  if (objects.empty()) return;
  std::uint64_t bytes = 0;
  for (const model::LargeObject& object : objects) {
    Filler filler(object.oid);
    archive.stream(
        archive.entry(object.file.name), [&](std::string_view block) { filler.write(block); },
        postgres::check_interrupts);
    filler.finish();
    bytes += object.file.bytes;
  }
  postgres::notice("large objects: " + std::to_string(objects.size()) + ", " +
                   std::to_string(bytes) + " bytes");
}

}  // namespace paliad::restore
