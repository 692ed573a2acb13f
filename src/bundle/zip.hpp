// Writes zips with libzip, on a descriptor that the caller owns: no temporary file, no rename, and
// what is deflated already is copied as it is. Zip64 where it is needed.
#pragma once

#include "base/poll.hpp"
#include "bundle/part.hpp"
#include "bundle/scratch_file.hpp"

#include <ctime>
#include <memory>
#include <string>

namespace paliad::bundle {

// A whole file that goes into a zip without being deflated again.
struct StoredFile {
  int fd = -1;       // borrowed
  std::string name;  // for messages
  std::uint64_t bytes = 0;
  std::uint32_t crc32 = 0;
};

// Whether what is written will be forced to disk soon, or never need be there.
enum class Fate { scratch, kept };

// Whether what was copied gives its room on disk back at once. Some file systems write it to disk
// before they let it go (XFS; ext4 before Linux 6.15), so it is for where room is short.
enum class Copied { stays, goes };

// Collects entries and writes them, in the order they were added, when finish() is called. All that
// was added by reference must live until then; its bytes are read once.
class ZipWriter {
public:
  // `target` is open, empty, readable and writable; `name` is for messages. Every entry gets the
  // time `when` (as UTC) and mode 0600.
  ZipWriter(int target, std::string name, std::time_t when, Fate fate = Fate::scratch,
            Copied copied = Copied::stays);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  void add(const std::string& entry, const Part& part);
  void add(const std::string& entry, const StoredFile& file);

  // Writes everything. `poll` is called at every block. Throws what poll throws, os_error, or
  // Error(io_error); the target is then worthless.
  void finish(const Poll& poll);

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace paliad::bundle
