// A file as a source for libzip, read with pread(): the descriptor's position doesn't move.
#pragma once

#include "core/base/file.hpp"

#include <cstdint>
#include <string>
#include <zip.h>

namespace paliad::zip {

class FileSource {
public:
  // Duplicates `fd`, an open file; the caller keeps its own. `name` is for messages. Throws
  // os_error.
  FileSource(int fd, const std::string& name);
  ~FileSource();
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  // A source for one zip_open_from_source(), which owns it after a success; after a failure the
  // caller frees it. It borrows this object, which must outlive the zip. A failed read is libzip's
  // ZIP_ER_READ with the system's errno. Throws std::bad_alloc.
  zip_source_t* make_source();

  int fd() const noexcept { return fd_.get(); }
  // In bytes, as of the constructor.
  std::uint64_t size() const noexcept { return size_; }

private:
  static zip_int64_t serve(void* state, void* data, zip_uint64_t size,
                           zip_source_cmd_t command) noexcept;
  zip_int64_t read(void* into, zip_uint64_t size) noexcept;
  zip_int64_t seek(void* data, zip_uint64_t size) noexcept;
  zip_int64_t stat(zip_stat_t& stat) const noexcept;

  UniqueFd fd_;
  std::uint64_t size_;
  std::uint64_t position_ = 0;
  zip_error_t error_;
};

}  // namespace paliad::zip
