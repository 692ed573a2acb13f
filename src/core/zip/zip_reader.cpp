#include "core/zip/zip_reader.hpp"

#include "core/base/digest.hpp"
#include "core/model/printable.hpp"
#include "core/zip/damage.hpp"
#include "core/zip/end_record.hpp"
#include "core/zip/file_source.hpp"
#include "core/zip/libzip.hpp"

#include <algorithm>
#include <new>

namespace paliad::zip {

namespace {

constexpr std::uint64_t read_block = 1024UL * 1024;

// The directory's bytes for one entry, at most; a bundle's names have a few hundred bytes.
constexpr std::uint64_t bytes_per_entry = 1024;

// A match of 258 bytes takes two bits at least (RFC 1951).
constexpr std::uint64_t most_inflated = 1032;

using zip::DiscardZip;
using zip::ZipError;

struct CloseEntry {
  void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};
using OpenEntry = std::unique_ptr<zip_file_t, CloseEntry>;

// Throws where the cause is not the zip's bytes: no memory, or a failed read.
void require_sound(const zip_error_t& error, const std::string& name) {
  if (zip_error_code_zip(&error) == ZIP_ER_MEMORY) throw std::bad_alloc();
  if (zip_error_code_zip(&error) == ZIP_ER_READ && zip_error_code_system(&error) != 0)
    throw os_error(zip_error_code_system(&error), "read file", name);
}

EntryKind kind_of(std::string_view name, std::uint32_t attributes) {
  constexpr std::uint32_t dos_directory = 0x10;
  const std::uint32_t unix_kind = attributes >> 16U & 0170000U;
  if (unix_kind == 0120000U) return EntryKind::link;
  if (unix_kind == 0040000U || (attributes & dos_directory) != 0 ||
      (!name.empty() && name.back() == '/'))
    return EntryKind::directory;
  return unix_kind == 0 || unix_kind == 0100000U ? EntryKind::file : EntryKind::special;
}

std::string words(zip_error_t& error) {
  return std::string("libzip says: ") + zip_error_strerror(&error) + ".";
}

bool can_hold(const Entry& entry) {
  if (entry.method == method_stored) return entry.bytes == entry.stored_bytes;
  return entry.bytes / most_inflated + (entry.bytes % most_inflated != 0 ? 1 : 0) <=
         entry.stored_bytes;
}

}  // namespace

struct Archive::State {
  std::string name;
  FileSource source;
  std::unique_ptr<zip_t, DiscardZip> zip;
  std::vector<Entry> entries;

  State(int fd, std::string file_name) : name(std::move(file_name)), source(fd, name) {}

  void require_few(const EndRecord& end, std::uint64_t most) const {
    if (end.entries > most || end.directory_bytes / bytes_per_entry > most)
      throw damaged("\"" + name + "\" has more than " + std::to_string(most) + " entries",
                    "Its directory has " + std::to_string(end.directory_bytes) + " bytes for " +
                        std::to_string(end.entries) + " entries.",
                    hint_changed);
  }

  void open() {
    ZipError error;
    zip_source_t* from = source.make_source();
    zip.reset(zip_open_from_source(from, ZIP_CHECKCONS | ZIP_RDONLY, &error.status));
    if (zip) return;
    zip_source_free(from);
    require_sound(error.status, name);
    if (zip_error_code_zip(&error.status) == ZIP_ER_EXISTS)
      throw damaged("\"" + name + "\" has two entries of one name",
                    "Programs would disagree about what it holds.", hint_changed);
    throw damaged("the directory of \"" + name + "\" contradicts itself or the entries",
                  words(error.status), hint_damaged);
  }

  void list(const EndRecord& end) {
    const auto count = static_cast<std::uint64_t>(zip_get_num_entries(zip.get(), 0));
    // The 16 bits of a small zip's count wrap round, and libzip reads on.
    if (count != end.entries)
      throw damaged("the directory of \"" + name + "\" contradicts itself or the entries",
                    "It has " + std::to_string(count) + " entries instead of " +
                        std::to_string(end.entries) + ".",
                    hint_damaged);
    for (std::uint64_t i = 0; i < count; ++i) entries.push_back(describe(i));
  }

  Entry describe(std::uint64_t index) const {
    zip_stat_t stat;
    zip_uint32_t attributes = 0;
    const char* by_flags = zip_get_name(zip.get(), index, ZIP_FL_ENC_STRICT);
    if (by_flags == nullptr || zip_stat_index(zip.get(), index, ZIP_FL_ENC_RAW, &stat) != 0 ||
        zip_file_get_external_attributes(zip.get(), index, 0, nullptr, &attributes) != 0)
      throw Error(sqlstate::internal_error, "libzip does not describe entry " +
                                                std::to_string(index) + " of \"" + name + "\"");
    return {index,
            stat.name,
            stat.size,
            stat.comp_size,
            stat.crc,
            stat.comp_method,
            stat.encryption_method != ZIP_EM_NONE,
            std::string_view(by_flags) == stat.name,
            kind_of(stat.name, attributes)};
  }

  // For messages.
  std::string name_of(const Entry& entry) const {
    return "entry \"" + model::printable(entry.name) + "\" of \"" + name + "\"";
  }

  OpenEntry open(const Entry& entry) const {
    OpenEntry file(zip_fopen_index(zip.get(), entry.index, 0));
    if (!file) fail(entry, *zip_get_error(zip.get()));
    return file;
  }

  [[noreturn]] void fail(const Entry& entry, zip_error_t& error) const {
    require_sound(error, name);
    if (zip_error_code_zip(&error) == ZIP_ER_CRC) fail_crc(entry);
    throw damaged("the stored bytes of " + name_of(entry) + " are broken", words(error),
                  hint_damaged);
  }

  [[noreturn]] void fail_crc(const Entry& entry) const {
    throw damaged("the content of " + name_of(entry) + " does not match its CRC", {}, hint_damaged);
  }

  // The next bytes, at most `most`; empty at the end.
  std::string_view next(const Entry& entry, zip_file_t* file, std::vector<char>& block,
                        std::uint64_t most) const {
    const zip_int64_t got =
        zip_fread(file, block.data(), std::min<std::uint64_t>(block.size(), most));
    if (got < 0) fail(entry, *zip_file_get_error(file));
    return {block.data(), static_cast<std::size_t>(got)};
  }
};

Archive::Archive(int fd, std::string name, std::uint64_t most_entries)
    : state_(std::make_unique<State>(fd, std::move(name))) {
  const EndRecord end = read_end_record(state_->source.fd(), state_->name);
  state_->require_few(end, most_entries);
  state_->open();
  state_->list(end);
}

Archive::~Archive() = default;

const std::string& Archive::name() const noexcept { return state_->name; }
std::uint64_t Archive::file_bytes() const noexcept { return state_->source.size(); }
const std::vector<Entry>& Archive::entries() const noexcept { return state_->entries; }

const Entry& Archive::entry(std::string_view name) const {
  const auto found = std::find_if(entries().begin(), entries().end(),
                                  [&](const Entry& entry) { return entry.name == name; });
  if (found == entries().end())
    throw damaged("\"" + state_->name + "\" has no entry \"" + model::printable(name) + "\"",
                  "It is no bundle, or the entry was taken out of it.", hint_damaged);
  return *found;
}

void Archive::require_readable(const Entry& entry) const {
  const std::string what = state_->name_of(entry);
  if (entry.encrypted) throw damaged(what + " is encrypted", {}, hint_changed);
  if (entry.method != method_stored && entry.method != method_deflated)
    throw damaged(what + " is neither stored nor deflated",
                  "Its method is " + std::to_string(entry.method) + ".", hint_changed);
  if (!can_hold(entry))
    throw damaged(what + " declares a size that it can't have",
                  "It declares " + std::to_string(entry.bytes) + " bytes and stores " +
                      std::to_string(entry.stored_bytes) + ".",
                  hint_changed);
}

std::string Archive::read(const Entry& entry, std::uint64_t limit) const {
  require_readable(entry);
  if (entry.bytes > limit)
    throw Error(sqlstate::program_limit_exceeded,
                state_->name_of(entry) + " is too large to be read",
                "It declares " + std::to_string(entry.bytes) + " bytes; the limit is " +
                    std::to_string(limit) + ".",
                hint_changed);
  std::string content;
  content.reserve(entry.bytes);
  const auto append = [&](std::string_view block) { content.append(block); };
  stream(entry, append, no_poll);
  return content;
}

struct EntryReader::State {
  State(const Archive& archive, const Entry& from)
      : zip(*archive.state_), entry(from), file(zip.open(entry)),
        block(std::min(entry.bytes + 1, read_block)), left(entry.bytes) {}

  // Asks for one byte more than declared, to notice surplus content and to reach the end.
  std::string_view next() {
    const std::string_view got = zip.next(entry, file.get(), block, left + 1);
    if (got.empty()) {
      require_end();
      return got;
    }
    if (got.size() > left)
      throw damaged(zip.name_of(entry) + " has more bytes than it declares",
                    "It declares " + std::to_string(entry.bytes) + ".", hint_changed);
    left -= got.size();
    crc = crc32_update(crc, got);
    return got;
  }

  // libzip doesn't compare the size of what it inflates, and checks nothing of an empty entry.
  void require_end() const {
    if (left > 0)
      throw damaged(zip.name_of(entry) + " has fewer bytes than it declares",
                    "It declares " + std::to_string(entry.bytes) + " and has " +
                        std::to_string(entry.bytes - left) + ".",
                    hint_damaged);
    if (crc != entry.crc32) zip.fail_crc(entry);
  }

  const Archive::State& zip;
  const Entry& entry;
  const OpenEntry file;
  std::vector<char> block;
  std::uint32_t crc = 0;
  std::uint64_t left;
};

EntryReader::EntryReader(const Archive& archive, const Entry& entry) {
  archive.require_readable(entry);
  state_ = std::make_unique<State>(archive, entry);
}

EntryReader::~EntryReader() = default;

std::string_view EntryReader::next() { return state_->next(); }

void Archive::stream(const Entry& entry, const Sink& sink, const Poll& poll) const {
  EntryReader reader(*this, entry);
  for (;;) {
    poll();
    const std::string_view got = reader.next();
    if (got.empty()) return;
    sink(got);
  }
}

}  // namespace paliad::zip
