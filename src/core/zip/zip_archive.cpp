#include "core/zip/zip_archive.hpp"

#include "core/base/error.hpp"
#include "core/zip/libzip.hpp"
#include "core/zip/zip64_field.hpp"

#include <cerrno>
#include <cstring>
#include <exception>
#include <list>
#include <new>
#include <utility>

namespace paliad::zip {

namespace {

// The exception that stopped a callback. It must not pass through libzip's C frames, so it is kept
// until finish() throws it again.
struct Trouble {
  std::exception_ptr error;

  // Runs `work`; keeps the first exception, and makes the callback fail.
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

// The zip being written, with libzip's position in it. libzip's own file source would write a
// temporary file beside the target and rename it, without fsync.
struct TargetState {
  Trouble* trouble;
  ZipTarget* target;
  std::uint64_t position = 0;
  Zip64Field zip64;
  bool is_in_content = false;  // what is written is an entry's, not libzip's own
  ZipError error;

  TargetState(Trouble& shared, ZipTarget& to) : trouble(&shared), target(&to) {}

  zip_int64_t write(const char* bytes, std::uint64_t size) {
    const std::string_view written(bytes, size);
    const std::string_view mended = is_in_content ? written : zip64.pass(written);
    target->write(mended, position);
    position += mended.size();
    return static_cast<zip_int64_t>(size);
  }

  zip_int64_t seek(void* data, std::uint64_t size) {
    target->flush();
    const zip_int64_t to =
        zip_source_seek_compute_offset(position, target->size(), data, size, &error.status);
    if (to < 0) return -1;
    position = static_cast<std::uint64_t>(to);
    return 0;
  }

  zip_int64_t flush() {
    target->flush();
    return 0;
  }
};

zip_int64_t target_callback(void* state, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  auto& target = *static_cast<TargetState*>(state);
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

zip_stat_t make_stat(const ZipFacts& facts, zip_uint16_t method) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  stat.size = facts.bytes;
  stat.comp_size = facts.stored_bytes;
  stat.crc = facts.crc32;
  stat.comp_method = method;
  stat.encryption_method = ZIP_EM_NONE;
  stat.valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD |
               ZIP_STAT_ENCRYPTION_METHOD;
  return stat;
}

struct EntryState {
  Trouble* trouble;
  TargetState* target;
  ZipContent* content;
  zip_uint16_t method;
  ZipError error;

  EntryState(Trouble& shared, TargetState& to, ZipContent& bytes, ZipMethod how)
      : trouble(&shared), target(&to), content(&bytes),
        method(how == ZipMethod::stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE) {}

  zip_int64_t describe(void* data) const {
    const ZipFacts facts = content->facts();
    target->zip64.describe(facts.bytes, facts.stored_bytes);
    const zip_stat_t stat = make_stat(facts, method);
    std::memcpy(data, &stat, sizeof stat);
    return sizeof stat;
  }
};

zip_int64_t entry_callback(void* state, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  auto& entry = *static_cast<EntryState*>(state);
  switch (command) {
  case ZIP_SOURCE_OPEN:
    return entry.trouble->guard(entry.error.status, [&] {
      entry.content->open();
      entry.target->is_in_content = true;
      return zip_int64_t{0};
    });
  case ZIP_SOURCE_READ:
    return entry.trouble->guard(entry.error.status, [&] {
      return static_cast<zip_int64_t>(entry.content->read(static_cast<char*>(data), size));
    });
  case ZIP_SOURCE_STAT:
    return entry.trouble->guard(entry.error.status, [&] { return entry.describe(data); });
  case ZIP_SOURCE_ERROR:
    return zip_error_to_data(&entry.error.status, data, size);
  case ZIP_SOURCE_CLOSE:
    entry.target->is_in_content = false;
    return 0;
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

// Date and time as MS-DOS keeps them (APPNOTE.TXT 4.4.6), 1980 at the earliest.
std::pair<zip_uint16_t, zip_uint16_t> dos_time(Instant when) {
  const std::int64_t days = day_of(when);
  const Date day_of_when = date_of(days);
  if (day_of_when.year < 1980) return {0, (1 << 5) | 1};
  const auto seconds = static_cast<int>((when - days * day) / second);
  const int time = (seconds / 3600 << 11) | (seconds / 60 % 60 << 5) | (seconds % 60 / 2);
  const int date = ((day_of_when.year - 1980) << 9) | (day_of_when.month << 5) | day_of_when.day;
  return {static_cast<zip_uint16_t>(time), static_cast<zip_uint16_t>(date)};
}

}  // namespace

struct ZipArchive::State {
  Trouble trouble;
  TargetState target;
  const std::string name;
  std::list<EntryState> entries;  // libzip keeps pointers to them
  std::unique_ptr<zip_t, DiscardZip> archive;
  const std::pair<zip_uint16_t, zip_uint16_t> stamp;

  State(ZipTarget& to, std::string to_name, Instant when)
      : target(trouble, to), name(std::move(to_name)), stamp(dos_time(when)) {}

  [[noreturn]] void fail(const char* action) {
    if (trouble.error) std::rethrow_exception(trouble.error);
    throw Error(sqlstate::io_error, std::string("could not ") + action + " zip \"" + name +
                                        "\": " + zip_strerror(archive.get()));
  }

  void open() {
    ZipError error;
    zip_source_t* source = zip_source_function_create(target_callback, &target, &error.status);
    if (source == nullptr) throw std::bad_alloc();
    archive.reset(zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error.status));
    if (!archive) {
      zip_source_free(source);
      throw Error(sqlstate::io_error,
                  "could not begin zip \"" + name + "\": " + zip_error_strerror(&error.status));
    }
  }

  void add(const std::string& entry, ZipContent& content, ZipMethod method) {
    EntryState& state = entries.emplace_back(trouble, target, content, method);
    zip_source_t* source = zip_source_function_create(entry_callback, &state, nullptr);
    if (source == nullptr) throw std::bad_alloc();
    const zip_int64_t index = zip_file_add(archive.get(), entry.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      fail("add an entry to");
    }
    const auto at = static_cast<zip_uint64_t>(index);
    constexpr zip_uint32_t mode_0600 = 0100600U << 16;
    if (zip_set_file_compression(archive.get(), at, state.method, 0) != 0 ||
        zip_file_set_dostime(archive.get(), at, stamp.first, stamp.second, 0) != 0 ||
        zip_file_set_external_attributes(archive.get(), at, 0, ZIP_OPSYS_UNIX, mode_0600) != 0)
      fail("describe an entry of");
  }
};

ZipArchive::ZipArchive(ZipTarget& target, std::string name, Instant when)
    : state_(std::make_unique<State>(target, std::move(name), when)) {
  state_->open();
}

ZipArchive::~ZipArchive() = default;

void ZipArchive::add(const std::string& entry, ZipContent& content, ZipMethod method) {
  state_->add(entry, content, method);
}

void ZipArchive::finish() {
  // libzip writes no file at all for a zip without entries.
  if (state_->entries.empty())
    throw Error(sqlstate::internal_error, "zip \"" + state_->name + "\" would have no entries");
  if (zip_close(state_->archive.get()) != 0) state_->fail("write");
  (void)state_->archive.release();  // zip_close freed it
}

}  // namespace paliad::zip
