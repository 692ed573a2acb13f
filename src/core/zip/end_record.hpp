// The end record of a zip (APPNOTE.TXT 4.3.14 to 4.3.16). It is read before libzip reads anything:
// it says how much memory the directory will take, and shows that there is only one directory.
#pragma once

#include <cstdint>
#include <string>

namespace paliad::zip {

struct EndRecord {
  std::uint64_t entries = 0;
  std::uint64_t directory_bytes = 0;
};

// Reads the end record, or Zip64's where its locator precedes it. The numbers are as the
// record states them, not compared with the directory. A bundle has no comment, so the record must
// be the file's last 22 bytes. Doesn't move the position of `fd`; `name` is for messages. Throws
// Error(data_corrupted) where a record is missing or a second one could be mistaken for it;
// os_error.
EndRecord read_end_record(int fd, const std::string& name);

}  // namespace paliad::zip
