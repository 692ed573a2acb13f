#include "core/zip/file_source.hpp"

#include "core/base/error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <new>
#include <unistd.h>

namespace paliad::zip {

namespace {

UniqueFd duplicate(int fd, const std::string& name) {
  UniqueFd own(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (!own) throw os_error(errno, "open again file", name);
  return own;
}

}  // namespace

FileSource::FileSource(int fd, const std::string& name)
    : fd_(duplicate(fd, name)), size_(file_size(fd_.get(), name)) {
  zip_error_init(&error_);
}

FileSource::~FileSource() { zip_error_fini(&error_); }

zip_source_t* FileSource::make_source() {
  zip_source_t* source = zip_source_function_create(serve, this, nullptr);
  if (source == nullptr) throw std::bad_alloc();
  return source;
}

zip_int64_t FileSource::read(void* into, zip_uint64_t size) noexcept {
  ssize_t got = 0;
  do {
    got = ::pread(fd_.get(), into, size, static_cast<off_t>(position_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    zip_error_set(&error_, ZIP_ER_READ, errno);
    return -1;
  }
  position_ += static_cast<std::uint64_t>(got);
  return got;
}

zip_int64_t FileSource::seek(void* data, zip_uint64_t size) noexcept {
  const zip_int64_t to = zip_source_seek_compute_offset(position_, size_, data, size, &error_);
  if (to < 0) return -1;
  position_ = static_cast<std::uint64_t>(to);
  return 0;
}

zip_int64_t FileSource::stat(zip_stat_t& stat) const noexcept {
  zip_stat_init(&stat);
  stat.size = size_;
  stat.valid |= ZIP_STAT_SIZE;
  return sizeof stat;
}

zip_int64_t FileSource::serve(void* state, void* data, zip_uint64_t size,
                              zip_source_cmd_t command) noexcept {
  auto& file = *static_cast<FileSource*>(state);
  switch (command) {
  case ZIP_SOURCE_OPEN:
    file.position_ = 0;
    return 0;
  case ZIP_SOURCE_READ:
    return file.read(data, size);
  case ZIP_SOURCE_SEEK:
    return file.seek(data, size);
  case ZIP_SOURCE_TELL:
    return static_cast<zip_int64_t>(file.position_);
  case ZIP_SOURCE_STAT:
    return file.stat(*static_cast<zip_stat_t*>(data));
  case ZIP_SOURCE_ERROR:
    return zip_error_to_data(&file.error_, data, size);
  case ZIP_SOURCE_CLOSE:
  case ZIP_SOURCE_FREE:
    return 0;
  case ZIP_SOURCE_SUPPORTS:
    return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                          ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                          ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, -1);
  default:
    zip_error_set(&file.error_, ZIP_ER_OPNOTSUPP, 0);
    return -1;
  }
}

}  // namespace paliad::zip
