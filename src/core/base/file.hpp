// An owner of a file descriptor, and functions that read and write completely.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace paliad {

// Owns a file descriptor and closes it in its destructor. Movable, not copyable.
class UniqueFd {
public:
  UniqueFd() noexcept = default;
  explicit UniqueFd(int fd) noexcept : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~UniqueFd();

  int get() const noexcept { return fd_; }
  // Returns the descriptor, which the caller then owns.
  int release() noexcept { return std::exchange(fd_, -1); }
  explicit operator bool() const noexcept { return fd_ >= 0; }

private:
  int fd_ = -1;
};

// Opens, for reading and writing, the file behind descriptor `fd` of the process with the id
// `process` (proc(5): /proc/<pid>/fd/<fd>), so that a file without a name can be shared. The new
// descriptor has a position of its own. `name` is for messages. Throws os_error.
UniqueFd open_of_process(int process, int fd, std::string_view name);

// Writes all of `bytes` at `offset`; the descriptor's position doesn't move. `name` is for
// messages, here and below. Throws os_error.
void write_at(int fd, std::string_view bytes, std::uint64_t offset, std::string_view name);

// Reads `size` bytes at `offset`, fewer only at the end of the file, and returns how many. The
// descriptor's position doesn't move. Throws os_error.
std::size_t read_at(int fd, char* into, std::size_t size, std::uint64_t offset,
                    std::string_view name);

// The file's size in bytes. Throws os_error.
std::uint64_t file_size(int fd, std::string_view name);

// Tells the kernel to start writing a range to disk, so that sync_file() takes less time. Best
// effort: errors are reported by sync_file().
void begin_writeback(int fd, std::uint64_t offset, std::uint64_t size) noexcept;

// Lets the kernel drop a range from its page cache. Best effort: pages that aren't on disk yet, or
// that a process maps, stay.
void drop_cached(int fd, std::uint64_t offset, std::uint64_t size) noexcept;

// Frees a range's space in the file system: the range then reads as zeros, and the file's size
// stays. Best effort: not every file system can do it (NFS before 4.2 can't).
void free_range(int fd, std::uint64_t offset, std::uint64_t size) noexcept;

// Forces data and metadata to stable storage. Throws os_error.
void sync_file(int fd, std::string_view name);

}  // namespace paliad
