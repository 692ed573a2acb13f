// Holds deflated parts until the bundle is put together: a nameless file, so that nothing is left
// when the process ends, however that happens.
#pragma once

#include "core/base/file.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace paliad {

class ScratchFile;

// A run of bytes in a scratch file, which must outlive it.
struct Extent {
  const ScratchFile* file = nullptr;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// Append-only, readable at any offset; owns its descriptor.
class ScratchFile {
public:
  // Takes an open, empty file, readable and writable; `name` is for messages.
  ScratchFile(UniqueFd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}

  // Appends `bytes` and returns where they are. Throws os_error; then nothing was appended.
  Extent append(std::string_view bytes);

  // Reads `size` bytes at `offset`. Throws os_error, and Error(io_error) where the file is shorter.
  void read(char* into, std::size_t size, std::uint64_t offset) const;

  int fd() const noexcept { return fd_.get(); }
  const std::string& name() const noexcept { return name_; }

private:
  UniqueFd fd_;
  std::string name_;
  std::uint64_t end_ = 0;
};

}  // namespace paliad
