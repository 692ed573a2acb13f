#include "core/base/file.hpp"

#include "core/base/error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace paliad {

UniqueFd::~UniqueFd() {
  if (fd_ >= 0) ::close(fd_);
}

UniqueFd open_of_process(int process, int fd, std::string_view name) {
  const std::string path = "/proc/" + std::to_string(process) + "/fd/" + std::to_string(fd);
  UniqueFd own(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!own) throw os_error(errno, "open file", name);
  return own;
}

void write_at(int fd, std::string_view bytes, std::uint64_t offset, std::string_view name) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      throw os_error(errno, "write file", name);
    }
    if (written == 0) throw os_error(ENOSPC, "write file", name);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

std::size_t read_at(int fd, char* into, std::size_t size, std::uint64_t offset,
                    std::string_view name) {
  std::size_t total = 0;
  while (total < size) {
    const ssize_t got = ::pread(fd, into + total, size - total, static_cast<off_t>(offset + total));
    if (got < 0) {
      if (errno == EINTR) continue;
      throw os_error(errno, "read file", name);
    }
    if (got == 0) break;
    total += static_cast<std::size_t>(got);
  }
  return total;
}

std::uint64_t file_size(int fd, std::string_view name) {
  struct stat info = {};
  if (::fstat(fd, &info) != 0) throw os_error(errno, "inspect file", name);
  return static_cast<std::uint64_t>(info.st_size);
}

void begin_writeback(int fd, std::uint64_t offset, std::uint64_t size) noexcept {
  (void)::sync_file_range(fd, static_cast<off64_t>(offset), static_cast<off64_t>(size),
                          SYNC_FILE_RANGE_WRITE);
}

void drop_cached(int fd, std::uint64_t offset, std::uint64_t size) noexcept {
  (void)::posix_fadvise(fd, static_cast<off_t>(offset), static_cast<off_t>(size),
                        POSIX_FADV_DONTNEED);
}

void free_range(int fd, std::uint64_t offset, std::uint64_t size) noexcept {
  (void)::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                    static_cast<off_t>(size));
}

void sync_file(int fd, std::string_view name) {
  while (::fsync(fd) != 0) {
    if (errno != EINTR) throw os_error(errno, "force to disk file", name);
  }
}

}  // namespace paliad
