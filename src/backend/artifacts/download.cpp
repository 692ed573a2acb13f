#include "backend/artifacts/download.hpp"

#include "backend/artifacts/artifact.hpp"
#include "backend/postgres/values.hpp"

#include <algorithm>

namespace paliad::artifacts {

namespace {

void require_piece(std::int64_t offset, std::int32_t count) {
  if (offset < 0)
    throw Error(sqlstate::invalid_parameter_value,
                "byte_offset must not be negative: " + std::to_string(offset), {},
                "The first byte is at 0.");
  if (count < 1 || static_cast<std::size_t>(count) > postgres::bytea_limit())
    throw Error(sqlstate::invalid_parameter_value,
                "byte_count must lie between 1 and " + std::to_string(postgres::bytea_limit()) +
                    ": " + std::to_string(count),
                {}, "Pieces of a few megabytes stream well.");
}

// Reads in blocks, so that a cancel is noticed between them.
Datum read_range(const store::Artifact& artifact, std::uint64_t offset, std::size_t size) {
  constexpr std::size_t block = 4UL * 1024 * 1024;
  const Datum bytes = postgres::new_bytea(size);
  for (std::size_t done = 0; done < size; done += block) {
    postgres::check_interrupts();
    const std::size_t piece = std::min(block, size - done);
    if (artifact.read(postgres::bytea_bytes(bytes) + done, piece, offset + done) != piece)
      throw Error(sqlstate::data_corrupted, "the artifact was cut while it was read");
  }
  return bytes;
}

}  // namespace

Datum read_piece(const std::string& id, std::int64_t offset, std::int32_t count) {
  const auto artifact = open_artifact(id);
  require_piece(offset, count);
  const auto from = static_cast<std::uint64_t>(offset);
  const std::uint64_t left = artifact->size() > from ? artifact->size() - from : 0;
  return read_range(*artifact, from,
                    std::min<std::uint64_t>(left, static_cast<std::uint64_t>(count)));
}

Datum read_whole(const std::string& id) {
  const auto artifact = open_artifact(id);
  if (artifact->size() > postgres::bytea_limit())
    throw Error(sqlstate::program_limit_exceeded,
                "the artifact is too large for one value: " + std::to_string(artifact->size()) +
                    " bytes",
                "A bytea holds at most " + std::to_string(postgres::bytea_limit()) + " bytes.",
                "Read it in pieces with paliad_backup_read(id, byte_offset, byte_count).");
  return read_range(*artifact, 0, artifact->size());
}

}  // namespace paliad::artifacts
