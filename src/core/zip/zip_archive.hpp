// Writes a zip with libzip, to a target that the caller supplies: no temporary file, no rename. The
// contents are copied as they are, already deflated. Zip64 where it is needed.
#pragma once

#include "core/base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace paliad::zip {

// Where a zip is written. What these functions throw comes out of ZipArchive::finish().
class ZipTarget {
public:
  virtual ~ZipTarget() = default;
  // `at` is an offset in the zip. Bytes come in order, except that an entry's header is written
  // again, in its place, after its content.
  virtual void write(std::string_view bytes, std::uint64_t at) = 0;
  // Writes what is buffered. Called before each size(), and when all has been written.
  virtual void flush() = 0;
  // The zip's length so far, in bytes.
  virtual std::uint64_t size() = 0;
};

enum class ZipMethod { stored, deflated };

struct ZipFacts {
  std::uint64_t bytes = 0;         // of the content
  std::uint64_t stored_bytes = 0;  // as stored in the zip
  std::uint32_t crc32 = 0;         // of the content
};

// An entry's bytes as they lie in the zip.
class ZipContent {
public:
  virtual ~ZipContent() = default;
  // Called first when the entries before have been written, and perhaps again; must always return
  // the same.
  virtual ZipFacts facts() = 0;
  // Makes the next read() begin at the first byte.
  virtual void open() = 0;
  // Copies at most `size` of the next bytes to `into` and returns how many; 0 at the end.
  virtual std::size_t read(char* into, std::uint64_t size) = 0;
};

// Collects entries and writes them, in the order they were added, when finish() is called.
class ZipArchive {
public:
  // `target` must outlive the archive; `name` is for messages. Every entry gets the time `when` (as
  // UTC, in steps of two seconds, 1980 at the earliest) and mode 0600. Throws Error(io_error).
  ZipArchive(ZipTarget& target, std::string name, Instant when);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  // `content` must live until finish() has returned. Throws Error(io_error) where the name `entry`
  // is taken, or is not UTF-8.
  void add(const std::string& entry, ZipContent& content, ZipMethod method);

  // Writes the zip. To be called once, after all else. Throws what target and contents throw,
  // Error(io_error), or Error(internal_error) where nothing was added; the target is then
  // worthless.
  void finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace paliad::zip
