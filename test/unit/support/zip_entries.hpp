// Reads a zip by its central directory (APPNOTE.TXT 4.3 and 4.4), without libzip. For small zips
// only: no Zip64, no comment.
#pragma once

#include "unit/support/inflate.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace paliad::test {

struct ZipEntry {
  std::string name;
  unsigned system = 0;  // 3 is Unix
  unsigned flags = 0;
  unsigned method = 0;  // 0 stored, 8 deflated
  unsigned time = 0;
  unsigned date = 0;
  std::uint32_t crc32 = 0;
  std::uint32_t bytes = 0;
  std::uint32_t mode = 0;     // the upper half of the external attributes
  std::size_t header = 0;     // where its local header begins
  std::size_t data = 0;       // where its stored bytes begin
  std::size_t directory = 0;  // where its central header begins
  std::string stored;

  std::string content() const { return method == 8 ? inflate(stored) : stored; }
};

inline std::uint32_t little_endian(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8U | static_cast<std::uint8_t>(bytes.at(at + i));
  return value;
}

inline std::vector<ZipEntry> zip_entries(const std::string& zip) {
  constexpr std::size_t end_size = 22;
  if (zip.size() < end_size || zip.compare(zip.size() - end_size, 4, "PK\5\6") != 0)
    throw std::runtime_error("no end of central directory");
  const std::size_t end = zip.size() - end_size;
  std::vector<ZipEntry> entries(little_endian(zip, end + 10, 2));
  std::size_t at = little_endian(zip, end + 16, 4);
  for (ZipEntry& entry : entries) {
    if (zip.compare(at, 4, "PK\1\2") != 0) throw std::runtime_error("no central header");
    entry.directory = at;
    entry.system = little_endian(zip, at + 5, 1);
    entry.flags = little_endian(zip, at + 8, 2);
    entry.method = little_endian(zip, at + 10, 2);
    entry.time = little_endian(zip, at + 12, 2);
    entry.date = little_endian(zip, at + 14, 2);
    entry.crc32 = little_endian(zip, at + 16, 4);
    entry.bytes = little_endian(zip, at + 24, 4);
    entry.mode = little_endian(zip, at + 40, 2);
    entry.header = little_endian(zip, at + 42, 4);
    const std::size_t name_size = little_endian(zip, at + 28, 2);
    entry.name = zip.substr(at + 46, name_size);
    const std::size_t local = entry.header;
    if (zip.compare(local, 4, "PK\3\4") != 0) throw std::runtime_error("no local header");
    entry.data = local + 30 + little_endian(zip, local + 26, 2) + little_endian(zip, local + 28, 2);
    entry.stored = zip.substr(entry.data, little_endian(zip, at + 20, 4));
    at += 46 + name_size + little_endian(zip, at + 30, 2) + little_endian(zip, at + 32, 2);
  }
  if (at != end) throw std::runtime_error("bytes between directory and end");
  return entries;
}

}  // namespace paliad::test
