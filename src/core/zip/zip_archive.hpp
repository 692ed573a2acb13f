// libzip behind RAII: a zip's entries and directory, in whatever room the caller gives it. No
// temporary file, no rename, and content goes through as it is. Zip64 where it is needed.
#pragma once

#include "core/base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace paliad::zip {

// Where a zip is written. What these throw comes out of ZipArchive::finish().
class ZipTarget {
public:
  virtual ~ZipTarget() = default;
  // Bytes come in order, except that an entry's header is written anew, in its place, when its
  // content has been.
  virtual void write(std::string_view bytes, std::uint64_t at) = 0;
  // What was written is there. Called before its end is asked for, and when all has been written.
  virtual void flush() = 0;
  virtual std::uint64_t size() = 0;
};

enum class ZipMethod { stored, deflated };

struct ZipFacts {
  std::uint64_t bytes = 0;         // of the content
  std::uint64_t stored_bytes = 0;  // as it lies in the zip
  std::uint32_t crc32 = 0;         // of the content
};

// An entry's bytes as they lie in the zip.
class ZipContent {
public:
  virtual ~ZipContent() = default;
  // Asked for when the entries before have been written, and always the same.
  virtual ZipFacts facts() = 0;
  // Begins anew.
  virtual void open() = 0;
  // At most `size` bytes; 0 where none is left.
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

  // `content` must live until finish() has returned. Throws Error(io_error) where the name is
  // taken, or is not UTF-8.
  void add(const std::string& entry, ZipContent& content, ZipMethod method);

  // To be called once, as the last. Throws what target and contents throw, Error(io_error), or
  // Error(internal_error) where nothing was added; the target is then worthless.
  void finish();

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace paliad::zip
