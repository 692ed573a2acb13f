// Where deflated parts wait until the bundle is put together: a nameless file, so that nothing
// stays behind whatever happens to the process.
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

// Append-only, readable anywhere; owns its descriptor.
class ScratchFile {
public:
  // Takes an open, empty, writable file; `name` is for messages.
  ScratchFile(UniqueFd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}

  // Appends `bytes` and returns where they lie. Throws os_error (ENOSPC named as such).
  Extent append(std::string_view bytes);

  // Reads `size` bytes at `offset`. Throws os_error, and Error where they are not there.
  void read(char* into, std::size_t size, std::uint64_t offset) const;

  int fd() const noexcept { return fd_.get(); }
  const std::string& name() const noexcept { return name_; }

private:
  UniqueFd fd_;
  std::string name_;
  std::uint64_t end_ = 0;
};

}  // namespace paliad
