// Writes zips on a descriptor that the caller owns.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/poll.hpp"
#include "core/zip/part.hpp"

#include <functional>
#include <memory>
#include <string>

namespace paliad::zip {

// Whether what was copied gives its room on disk back at once. Some file systems write it to disk
// before they let it go (XFS; ext4 before Linux 6.15), so it is for where room is short.
enum class Copied { stays, goes };

// Collects entries and writes them, in the order they were added, when finish() is called. The
// scratch files of all that was added must live until then; its bytes are read once.
class ZipWriter {
public:
  // `target` is open, empty, readable and writable; `name` is for messages. Every entry gets the
  // time `when` (as UTC) and mode 0600. The kernel begins to write the zip to disk while more of it
  // is made.
  ZipWriter(int target, const std::string& name, Instant when, Copied copied = Copied::stays);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // A part that was deflated when it was made.
  void add(const std::string& entry, const Part& part);
  // A part whose bytes are the entry's content. `sha256`, which must live as long as the writer,
  // becomes theirs when they have been read: before an entry behind it is made.
  void add_stored(const std::string& entry, const Part& part, Sha256Value& sha256);
  // A part that is made, once, when all entries before it have been written. What making throws
  // comes out of finish().
  void add_late(const std::string& entry, std::function<Part()> make);

  // Writes everything. `poll` is called at every block. Throws what poll throws, os_error, or
  // Error(io_error); the target is then worthless.
  void finish(const Poll& poll);

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace paliad::zip
