// Whether a CSV has a line \. inside of a quoted value: psql before version 18 takes it for the end
// of the data (src/bin/psql/copy.c, handleCopyIn).
#pragma once

#include <string>
#include <string_view>

namespace paliad::formats {

class EndOfDataSearch {
public:
  // The text's next piece, cut anywhere.
  void feed(std::string_view piece);
  bool found() const noexcept { return found_; }

private:
  std::string last_;  // of what was fed, as much as may begin such a line
  bool found_ = false;
};

}  // namespace paliad::formats
