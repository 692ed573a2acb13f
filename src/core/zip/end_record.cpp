#include "core/zip/end_record.hpp"

#include "core/base/file.hpp"
#include "core/zip/damage.hpp"
#include "core/zip/little_endian.hpp"

#include <algorithm>

namespace paliad::zip {

namespace {

constexpr std::size_t end_size = 22;
constexpr std::size_t locator_size = 20;  // of Zip64's end record
constexpr std::size_t end64_size = 56;
constexpr std::size_t longest_comment = 0xFFFF;

bool has_mark(std::string_view bytes, std::size_t at, std::string_view mark) {
  return bytes.substr(at, mark.size()) == mark;
}

// The bytes at `from` up to the file's end, or `size` of them.
std::string piece(int fd, const std::string& name, std::uint64_t from, std::size_t size) {
  std::string bytes(size, '\0');
  bytes.resize(read_at(fd, bytes.data(), size, from, name));
  return bytes;
}

// Some programs search for the end record forwards, others backwards. Where a second record has a
// comment that reaches to the end of the file, some of them would read another directory.
void require_one(std::string_view tail, const std::string& name) {
  const std::size_t last = tail.size() - end_size;
  for (auto at = tail.find("PK\5\6"); at < last; at = tail.find("PK\5\6", at + 1))
    if (at + end_size + little_endian(tail, at + 20, 2) == tail.size())
      throw damaged("\"" + name + "\" has two end records",
                    "Programs would disagree about what it holds.", hint_changed);
}

EndRecord read_zip64(int fd, const std::string& name, std::uint64_t size,
                     std::string_view locator) {
  const std::uint64_t at = std::min(little_endian(locator, 8, 8), size);
  const std::string end = piece(fd, name, at, end64_size);
  if (end.size() < end64_size || !has_mark(end, 0, "PK\6\6"))
    throw damaged("\"" + name + "\" has no Zip64 end record where its locator says",
                  "Bytes were changed, or are missing.", hint_damaged);
  return {little_endian(end, 32, 8), little_endian(end, 40, 8)};
}

}  // namespace

EndRecord read_end_record(int fd, const std::string& name) {
  const std::uint64_t size = file_size(fd, name);
  const std::size_t tail_size = std::min<std::uint64_t>(size, end_size + longest_comment);
  const std::string tail = piece(fd, name, size - tail_size, tail_size);
  if (tail.size() < end_size || !has_mark(tail, tail.size() - end_size, "PK\5\6") ||
      little_endian(tail, tail.size() - 2, 2) != 0)
    throw damaged("\"" + name + "\" has no end record",
                  "It is no bundle, it was cut, or something was appended to it.", hint_damaged);
  require_one(tail, name);
  const std::size_t end = tail.size() - end_size;
  if (end >= locator_size && has_mark(tail, end - locator_size, "PK\6\7"))
    return read_zip64(fd, name, size, std::string_view(tail).substr(end - locator_size));
  return {little_endian(tail, end + 10, 2), little_endian(tail, end + 12, 4)};
}

}  // namespace paliad::zip
