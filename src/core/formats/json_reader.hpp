// Reads JSON as core/formats/json_writer writes it: an array with one object a line. Values are
// returned as JSON text, so no digit is lost.
#pragma once

#include "core/formats/text_source.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace paliad::formats {

// The name (as JSON text, with quotes) and the value (as JSON text) of each member, in order. They
// borrow the reader's memory and are valid until its next row.
using Members = std::vector<std::pair<std::string_view, std::string_view>>;

class JsonReader {
public:
  explicit JsonReader(Blocks blocks) : text_(std::move(blocks)) {}

  // Reads the next row; at the end it returns false and no members. Throws Error(data_corrupted)
  // where the text is no such array (whether strings are UTF-8 and \u escapes are characters isn't
  // checked), and what `blocks` throws. Not to be called after false or a throw. Holds one row and
  // one block in memory.
  bool next(Members& row);

private:
  bool line();
  void finish();

  TextSource text_;
  std::string_view line_;  // borrows from text_
  bool begun_ = false;
  bool comma_ = false;  // the row before ended with one
  bool last_ = false;   // the row before ended without one
};

}  // namespace paliad::formats
