// Makes zips byte by byte (APPNOTE.TXT 4.3), also such as no library would write.
#pragma once

#include "core/base/digest.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>
#include <zlib.h>

namespace paliad::test {

inline std::string number(std::uint64_t value, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  return bytes;
}

inline std::string deflated(const std::string& content) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("no zlib");
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  ::deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct RawEntry {
  std::string name;
  std::string stored;
  unsigned method = 0;
  std::uint32_t crc32 = 0;
  std::uint32_t bytes = 0;
  unsigned flags = 0x800;  // UTF-8
  unsigned system = 3;     // Unix
  std::uint32_t attributes = 0100600U << 16U;
  std::optional<std::size_t> header;  // of another entry, whose bytes it shares
};

inline RawEntry stored_entry(const std::string& name, const std::string& content) {
  RawEntry entry;
  entry.name = name;
  entry.stored = content;
  entry.crc32 = crc32_update(0, content);
  entry.bytes = static_cast<std::uint32_t>(content.size());
  return entry;
}

inline RawEntry deflated_entry(const std::string& name, const std::string& content) {
  RawEntry entry = stored_entry(name, content);
  entry.stored = deflated(content);
  entry.method = 8;
  return entry;
}

// The fields that the local header and the directory have in common.
inline std::string raw_middle(const RawEntry& entry) {
  return number(20, 2) + number(entry.flags, 2) + number(entry.method, 2) + number(0, 2) +
         number(0x21, 2) + number(entry.crc32, 4) + number(entry.stored.size(), 4) +
         number(entry.bytes, 4) + number(entry.name.size(), 2) + number(0, 2);
}

inline std::string raw_local(const RawEntry& entry) {
  return "PK\3\4" + raw_middle(entry) + entry.name + entry.stored;
}

inline std::string raw_end(std::uint64_t entries, std::uint64_t bytes, std::uint64_t offset) {
  return "PK\5\6" + number(0, 4) + number(entries, 2) + number(entries, 2) + number(bytes, 4) +
         number(offset, 4) + number(0, 2);
}

// Zip64's end record and its locator, which gives `record` as the record's offset.
inline std::string raw_end64(std::uint64_t entries, std::uint64_t bytes, std::uint64_t offset,
                             std::uint64_t record) {
  return "PK\6\6" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) +
         number(entries, 8) + number(entries, 8) + number(bytes, 8) + number(offset, 8) + "PK\6\7" +
         number(0, 4) + number(record, 8) + number(1, 4);
}

struct RawZip {
  std::string locals;
  std::string directory;
  std::uint64_t entries = 0;

  explicit RawZip(const std::vector<RawEntry>& all) : entries(all.size()) {
    for (const RawEntry& entry : all) {
      directory += "PK\1\2" + number(20, 1) + number(entry.system, 1) + raw_middle(entry) +
                   number(0, 6) + number(entry.attributes, 4) +
                   number(entry.header.value_or(locals.size()), 4) + entry.name;
      if (!entry.header) locals += raw_local(entry);
    }
  }
  std::string bytes() const {
    return locals + directory + raw_end(entries, directory.size(), locals.size());
  }
};

}  // namespace paliad::test
