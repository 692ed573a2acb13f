// Reads zips that may be damaged or hostile, with libzip. Content that was read to its end without
// an error has the size and the CRC-32 that the zip declares. Every function may throw
// std::bad_alloc.
#pragma once

#include "core/base/poll.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace paliad::zip {

// By the external attributes, or a slash at the name's end.
enum class EntryKind { file, directory, link, special };

struct Entry {
  std::uint64_t index = 0;
  std::string name;  // the zip's bytes, UTF-8 or not (libzip makes a NUL a space)
  std::uint64_t bytes = 0;
  std::uint64_t stored_bytes = 0;
  std::uint32_t crc32 = 0;   // of the content
  std::uint16_t method = 0;  // as APPNOTE.TXT 4.4.5 counts them
  bool encrypted = false;
  bool said_utf8 = true;  // whether a program that obeys the entry's flags reads the same name
  EntryKind kind = EntryKind::file;
};

inline constexpr std::uint16_t method_stored = 0;
inline constexpr std::uint16_t method_deflated = 8;

// Takes content, block by block. What it throws comes out of stream().
using Sink = std::function<void(std::string_view)>;

class EntryReader;

class Archive {
public:
  // Opens the file behind `fd`, from its beginning; the caller keeps the descriptor, whose position
  // doesn't move. `name` is for messages. Every entry's header is compared with the directory.
  // Memory is bounded: a directory of more than `most_entries` entries, or of more than 1 KiB for
  // each of so many, is refused. Throws Error(data_corrupted) for that and for what is no zip, is
  // cut, contradicts itself or names an entry twice; os_error.
  Archive(int fd, std::string name, std::uint64_t most_entries);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  const std::string& name() const noexcept;
  std::uint64_t file_bytes() const noexcept;
  // In the directory's order.
  const std::vector<Entry>& entries() const noexcept;
  // The entry of that name. Throws Error(data_corrupted) where there is none.
  const Entry& entry(std::string_view name) const;

  // The content of one of entries(), whole. Throws what stream() does, and
  // Error(program_limit_exceeded) where it has more than `limit` bytes.
  std::string read(const Entry& entry, std::uint64_t limit) const;

  // Passes the content of one of entries() to `sink`, never more of it than the entry declares. It
  // is known to be right only when stream() returns. `poll` is called before every block. Throws
  // Error(data_corrupted) where require_readable() does, and where the content is not what its size
  // and CRC say; os_error; what `sink` and `poll` throw.
  void stream(const Entry& entry, const Sink& sink, const Poll& poll) const;

  // Throws Error(data_corrupted) for an entry that is encrypted, neither stored nor deflated, or
  // that declares more bytes than its stored bytes can become.
  void require_readable(const Entry& entry) const;

private:
  friend class EntryReader;
  struct State;
  std::unique_ptr<State> state_;
};

// Reads one entry's content block by block. Several readers may be open at once.
class EntryReader {
public:
  // The archive and `entry`, one of its entries(), must outlive the reader. Throws
  // Error(data_corrupted) where require_readable() does or the entry can't be opened; os_error.
  EntryReader(const Archive& archive, const Entry& entry);
  ~EntryReader();
  EntryReader(const EntryReader&) = delete;
  EntryReader& operator=(const EntryReader&) = delete;

  // The next bytes, valid until the next call; empty at the end. Never more than the entry
  // declares. The content is known to be right only at the end. Throws Error(data_corrupted) where
  // it is not what its size and CRC say; os_error.
  std::string_view next();

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace paliad::zip
