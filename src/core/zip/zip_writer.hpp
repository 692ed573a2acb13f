// Writes a zip to a descriptor that the caller owns.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/poll.hpp"
#include "core/zip/part.hpp"

#include <functional>
#include <memory>
#include <string>

namespace paliad::zip {

// Whether the scratch files' bytes stay after they were copied, or are freed at once. Some file
// systems write them to disk before they free them (XFS; ext4 before Linux 6.15), so `goes` is for
// disks with little free space.
enum class Copied { stays, goes };

// Collects entries and writes them, in the order they were added, when finish() is called. The
// scratch files of the parts must live until then; each byte is read once. The constructor and the
// add functions throw Error(io_error): where a name is taken, or is not UTF-8.
class ZipWriter {
public:
  // `target` is open, empty, readable and writable, and stays the caller's; `name` is for messages.
  // Every entry gets the time `when` (as UTC) and mode 0600. The kernel begins to write the zip to
  // disk while more of it is made.
  ZipWriter(int target, const std::string& name, Instant when, Copied copied = Copied::stays);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // Adds a part that is deflated.
  void add(const std::string& entry, const Part& part);
  // Adds a part whose bytes are the entry's content. Their SHA-256 is put into `sha256`, which must
  // live as long as the writer, when they have been read: before a later add_late() is made.
  void add_stored(const std::string& entry, const Part& part, Sha256Value& sha256);
  // Adds a deflated part that `make` makes, once, when all entries before it have been read. What
  // it throws comes out of finish().
  void add_late(const std::string& entry, std::function<Part()> make);

  // Writes the zip. To be called once, after all else. `poll` is called before each block of up to
  // 256 KiB that is read or written. Throws what poll throws, os_error, Error(io_error), or
  // Error(internal_error) where nothing was added; the target is then worthless.
  void finish(const Poll& poll);

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace paliad::zip
