// The record at the very end of a zip (APPNOTE.TXT 4.3.14 to 4.3.16), read before libzip reads
// anything: how much memory the directory will take, and whether there is one directory only.
#pragma once

#include <cstdint>
#include <string>

namespace paliad::zip {

struct EndRecord {
  std::uint64_t entries = 0;
  std::uint64_t directory_bytes = 0;
};

// Reads it, by position, and Zip64's where its locator stands before it: the numbers are as they
// stand there, and nobody has compared them with the directory. No bundle has a comment, so it is
// the file's last 22 bytes. `name` is for messages. Throws Error(data_corrupted) where it, or
// Zip64's, isn't there, or where another one could be taken for it; os_error.
EndRecord read_end_record(int fd, const std::string& name);

}  // namespace paliad::zip
