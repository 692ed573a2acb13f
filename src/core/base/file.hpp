// File descriptors with one owner, and whole reads and writes on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace paliad {

// Owns a file descriptor; closes it when it goes. Movable, not copyable.
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
  // Gives the descriptor away.
  int release() noexcept { return std::exchange(fd_, -1); }
  explicit operator bool() const noexcept { return fd_ >= 0; }

private:
  int fd_ = -1;
};

// Opens for reading and writing, by itself, what the descriptor `fd` of process `process` is: a
// file without a name can be shared so (proc(5): /proc/<pid>/fd/<fd>). Throws os_error.
UniqueFd open_of_process(int process, int fd, std::string_view name);

// Writes all of `bytes` at `offset`. `name` is for the message. Throws os_error.
void write_at(int fd, std::string_view bytes, std::uint64_t offset, std::string_view name);

// Reads up to `size` bytes at `offset`; fewer only at the end of the file. Returns the number read.
// Throws os_error.
std::size_t read_at(int fd, char* into, std::size_t size, std::uint64_t offset,
                    std::string_view name);

// The file's size in bytes. Throws os_error.
std::uint64_t file_size(int fd, std::string_view name);

// Has the kernel begin to write what was just written, so that sync_file finds less to wait for. An
// offer, no promise: errors show in sync_file.
void begin_writeback(int fd, std::uint64_t offset, std::uint64_t size) noexcept;

// Lets the kernel forget what it holds of a range in memory, where the disk has it too. An offer,
// no promise: pages that aren't written yet, or that somebody maps, stay.
void drop_cached(int fd, std::uint64_t offset, std::uint64_t size) noexcept;

// Gives the room of a range back to the file system: what was there reads as zeros, the file's size
// stays. An offer, no promise: not every file system can (NFS before 4.2 can't).
void free_range(int fd, std::uint64_t offset, std::uint64_t size) noexcept;

// Forces data and metadata to stable storage. Throws os_error.
void sync_file(int fd, std::string_view name);

}  // namespace paliad
