#include "bundle/zip.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <list>
#include <zip.h>

namespace paliad::bundle {

namespace {

// What stopped a callback: libzip's C frames lie between it and finish(), so it is kept, not
// thrown.
struct Trouble {
  const Poll* poll = nullptr;
  std::exception_ptr error;

  // Runs `work`; what it throws is kept and makes the callback fail.
  template <class F>
  zip_int64_t guard(zip_error_t& status, F&& work) noexcept {
    try {
      return work();
    } catch (...) {
      if (!error) error = std::current_exception();
      zip_error_set(&status, ZIP_ER_INTERNAL, EIO);
      return -1;
    }
  }
};

struct ZipErrorState {
  zip_error_t status;
  ZipErrorState() { zip_error_init(&status); }
  ~ZipErrorState() { zip_error_fini(&status); }
  ZipErrorState(const ZipErrorState&) = delete;
  ZipErrorState& operator=(const ZipErrorState&) = delete;
};

// libzip copies in pieces of a few kilobytes; a call of the system for each would cost more than
// the copying.
constexpr std::size_t copy_block_size = 256UL * 1024;

// What was read of an entry ahead of libzip's asking. Entries are copied one after another, so one
// serves them all.
struct ReadAhead {
  explicit ReadAhead(Copied what_was_copied) : copied(what_was_copied), block(copy_block_size) {}

  Copied copied;
  std::vector<char> block;
  std::string_view left;
};

// Bytes of an open file.
struct ByteRange {
  int fd;
  const std::string* name;
  std::uint64_t offset;
  std::uint64_t size;
};

// The bytes of one entry, out of scratch files or a whole file.
struct EntryBytes {
  Trouble* trouble;
  ReadAhead* ahead;
  std::vector<ByteRange> ranges;
  zip_stat_t stat;
  std::size_t range = 0;
  std::uint64_t offset = 0;  // within the range
  ZipErrorState error;

  EntryBytes(Trouble& shared, ReadAhead& buffer, std::vector<ByteRange> where,
             const zip_stat_t& described)
      : trouble(&shared), ahead(&buffer), ranges(std::move(where)), stat(described) {}

  void open() {
    range = 0;
    offset = 0;
    ahead->left = {};
  }

  zip_int64_t read(char* into, std::uint64_t size) {
    if (ahead->left.empty()) fill();
    const std::size_t piece = std::min<std::uint64_t>(size, ahead->left.size());
    std::memcpy(into, ahead->left.data(), piece);
    ahead->left.remove_prefix(piece);
    return static_cast<zip_int64_t>(piece);
  }

  // Nothing is left where the entry ends.
  void fill() {
    (*trouble->poll)();
    std::size_t total = 0;
    char* const into = ahead->block.data();
    while (total < copy_block_size && range < ranges.size()) {
      const ByteRange& from = ranges[range];
      const std::size_t piece =
          std::min<std::uint64_t>(copy_block_size - total, from.size - offset);
      if (read_at(from.fd, into + total, piece, from.offset + offset, *from.name) != piece)
        throw Error(sqlstate::io_error,
                    "file \"" + *from.name + "\" is shorter than what was written to it");
      if (ahead->copied == Copied::goes) free_range(from.fd, from.offset + offset, piece);
      total += piece;
      offset += piece;
      if (offset == from.size) {
        ++range;
        offset = 0;
      }
    }
    ahead->left = {into, total};
  }
};

zip_int64_t entry_callback(void* state, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  auto& entry = *static_cast<EntryBytes*>(state);
  switch (command) {
  case ZIP_SOURCE_OPEN:
    entry.open();
    return 0;
  case ZIP_SOURCE_READ:
    return entry.trouble->guard(entry.error.status,
                                [&] { return entry.read(static_cast<char*>(data), size); });
  case ZIP_SOURCE_STAT:
    std::memcpy(data, &entry.stat, sizeof entry.stat);
    return sizeof entry.stat;
  case ZIP_SOURCE_ERROR:
    return zip_error_to_data(&entry.error.status, data, size);
  case ZIP_SOURCE_CLOSE:
  case ZIP_SOURCE_FREE:
    return 0;
  case ZIP_SOURCE_SUPPORTS:
    return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                          ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
  default:
    zip_error_set(&entry.error.status, ZIP_ER_OPNOTSUPP, 0);
    return -1;
  }
}

// The zip being written: a descriptor with a position. libzip's own file source would write a
// temporary file beside the target and rename it, without fsync.
struct TargetFile {
  Trouble* trouble;
  int fd;
  std::string name;
  std::uint64_t position = 0;  // of what comes next, behind what waits in the block
  std::string block;
  Fate fate;
  std::uint64_t handed_over = 0;  // up to here the kernel was told to write
  ZipErrorState error;

  TargetFile(Trouble& shared, int to, std::string to_name, Fate of_file)
      : trouble(&shared), fd(to), name(std::move(to_name)), fate(of_file) {
    block.reserve(copy_block_size);
  }

  zip_int64_t write(const char* bytes, std::uint64_t size) {
    if (block.size() + size > copy_block_size) flush();
    block.append(bytes, size);
    position += size;
    return static_cast<zip_int64_t>(size);
  }

  zip_int64_t flush() {
    if (block.empty()) return 0;
    (*trouble->poll)();
    const std::uint64_t begin = position - block.size();
    write_at(fd, block, begin, name);
    block.clear();
    hand_over();
    return 0;
  }

  // What is written early needn't be waited for at the end.
  void hand_over() noexcept {
    constexpr std::uint64_t worth_a_call = 8UL * 1024 * 1024;
    if (fate == Fate::scratch || position < handed_over + worth_a_call) return;
    begin_writeback(fd, handed_over, position - handed_over);
    handed_over = position;
  }

  zip_int64_t seek(void* data, std::uint64_t size) {
    flush();
    const zip_int64_t to =
        zip_source_seek_compute_offset(position, file_size(fd, name), data, size, &error.status);
    if (to < 0) return -1;
    position = static_cast<std::uint64_t>(to);
    return 0;
  }
};

zip_int64_t target_callback(void* state, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  auto& target = *static_cast<TargetFile*>(state);
  switch (command) {
  case ZIP_SOURCE_BEGIN_WRITE:
  case ZIP_SOURCE_OPEN:
    target.position = 0;
    return 0;
  case ZIP_SOURCE_WRITE:
    return target.trouble->guard(target.error.status,
                                 [&] { return target.write(static_cast<char*>(data), size); });
  case ZIP_SOURCE_SEEK_WRITE:
    return target.trouble->guard(target.error.status, [&] { return target.seek(data, size); });
  case ZIP_SOURCE_TELL_WRITE:
    return static_cast<zip_int64_t>(target.position);
  case ZIP_SOURCE_STAT:
    zip_stat_init(static_cast<zip_stat_t*>(data));
    return sizeof(zip_stat_t);
  case ZIP_SOURCE_ERROR:
    return zip_error_to_data(&target.error.status, data, size);
  case ZIP_SOURCE_COMMIT_WRITE:
    return target.trouble->guard(target.error.status, [&] { return target.flush(); });
  case ZIP_SOURCE_ROLLBACK_WRITE:
  case ZIP_SOURCE_CLOSE:
  case ZIP_SOURCE_FREE:
    return 0;
  case ZIP_SOURCE_SUPPORTS:
    return zip_source_make_command_bitmap(
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
        ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE,
        ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE,
        ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE, -1);
  default:
    zip_error_set(&target.error.status, ZIP_ER_OPNOTSUPP, 0);
    return -1;
  }
}

struct DiscardZip {
  void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
};

// Date and time as MS-DOS keeps them (APPNOTE.TXT 4.4.6), 1980 at the earliest.
std::pair<zip_uint16_t, zip_uint16_t> dos_time(std::time_t when) {
  std::tm utc{};
  gmtime_r(&when, &utc);
  if (utc.tm_year < 80) return {0, (1 << 5) | 1};
  const int time = (utc.tm_hour << 11) | (utc.tm_min << 5) | (utc.tm_sec / 2);
  const int date = ((utc.tm_year - 80) << 9) | ((utc.tm_mon + 1) << 5) | utc.tm_mday;
  return {static_cast<zip_uint16_t>(time), static_cast<zip_uint16_t>(date)};
}

zip_stat_t make_stat(std::uint64_t bytes, std::uint64_t stored, std::uint32_t crc,
                     zip_uint16_t method) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  stat.size = bytes;
  stat.comp_size = stored;
  stat.crc = crc;
  stat.comp_method = method;
  stat.encryption_method = ZIP_EM_NONE;
  stat.valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD |
               ZIP_STAT_ENCRYPTION_METHOD;
  return stat;
}

}  // namespace

struct ZipWriter::State {
  Trouble trouble;
  TargetFile target;
  ReadAhead ahead;
  std::list<EntryBytes> entries;  // libzip keeps pointers to them
  std::list<std::string> names;   // and these to them
  std::unique_ptr<zip_t, DiscardZip> archive;
  std::pair<zip_uint16_t, zip_uint16_t> stamp;
  const Poll no_poll = [] {};

  State(int fd, std::string name, std::time_t when, Fate fate, Copied copied)
      : target(trouble, fd, std::move(name), fate), ahead(copied), stamp(dos_time(when)) {
    trouble.poll = &no_poll;
  }

  [[noreturn]] void fail(const char* action) {
    if (trouble.error) std::rethrow_exception(trouble.error);
    throw Error(sqlstate::io_error, std::string("could not ") + action + " zip \"" + target.name +
                                        "\": " + zip_strerror(archive.get()));
  }

  void open() {
    ZipErrorState error;
    zip_source_t* source = zip_source_function_create(target_callback, &target, &error.status);
    if (source == nullptr) throw std::bad_alloc();
    archive.reset(zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error.status));
    if (!archive) {
      zip_source_free(source);
      throw Error(sqlstate::io_error, "could not begin zip \"" + target.name +
                                          "\": " + zip_error_strerror(&error.status));
    }
  }

  void add(const std::string& entry, EntryBytes& bytes, zip_int32_t method) {
    zip_source_t* source = zip_source_function_create(entry_callback, &bytes, nullptr);
    if (source == nullptr) throw std::bad_alloc();
    const zip_int64_t index = zip_file_add(archive.get(), entry.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      fail("add an entry to");
    }
    const auto at = static_cast<zip_uint64_t>(index);
    constexpr zip_uint32_t mode_0600 = 0100600U << 16;
    if (zip_set_file_compression(archive.get(), at, method, 0) != 0 ||
        zip_file_set_dostime(archive.get(), at, stamp.first, stamp.second, 0) != 0 ||
        zip_file_set_external_attributes(archive.get(), at, 0, ZIP_OPSYS_UNIX, mode_0600) != 0)
      fail("describe an entry of");
  }
};

ZipWriter::ZipWriter(int target, std::string name, std::time_t when, Fate fate, Copied copied)
    : state_(std::make_unique<State>(target, std::move(name), when, fate, copied)) {
  state_->open();
}

ZipWriter::~ZipWriter() = default;

void ZipWriter::add(const std::string& entry, const Part& part) {
  std::vector<ByteRange> ranges;
  for (const Extent& extent : part.extents)
    ranges.push_back({extent.file->fd(), &extent.file->name(), extent.offset, extent.size});
  state_->entries.emplace_back(
      state_->trouble, state_->ahead, std::move(ranges),
      make_stat(part.bytes, part.deflated_bytes, part.crc32, ZIP_CM_DEFLATE));
  state_->add(entry, state_->entries.back(), ZIP_CM_DEFLATE);
}

void ZipWriter::add(const std::string& entry, const StoredFile& file) {
  state_->names.push_back(file.name);
  state_->entries.emplace_back(
      state_->trouble, state_->ahead,
      std::vector<ByteRange>{{file.fd, &state_->names.back(), 0, file.bytes}},
      make_stat(file.bytes, file.bytes, file.crc32, ZIP_CM_STORE));
  state_->add(entry, state_->entries.back(), ZIP_CM_STORE);
}

void ZipWriter::finish(const Poll& poll) {
  state_->trouble.poll = &poll;
  if (zip_close(state_->archive.get()) != 0) state_->fail("write");
  (void)state_->archive.release();  // zip_close freed it
}

}  // namespace paliad::bundle
