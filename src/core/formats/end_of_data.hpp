// Finds a line that is \. within a CSV. csv_writer writes such a line only as a part of a quoted
// value, and psql before version 18 takes it for the end of the data (src/bin/psql/copy.c,
// handleCopyIn).
#pragma once

#include <string>
#include <string_view>

namespace paliad::formats {

class EndOfDataSearch {
public:
  // Takes the next piece of the CSV, which may end anywhere. The first line, a header, is not
  // looked at.
  void feed(std::string_view piece);
  bool found() const noexcept { return found_; }

private:
  std::string last_;  // the last bytes that were fed, which may begin such a line
  bool found_ = false;
};

}  // namespace paliad::formats
