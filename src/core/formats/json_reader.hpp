// Reads JSON as core/formats/json_writer writes it: an array, one object a line. A value comes as
// the JSON text it is, so that no digit is lost.
#pragma once

#include "core/formats/text_source.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace paliad::formats {

// Name (its JSON text, with quotes) and value (its JSON text) of each member, in order. They borrow
// from the reader's row and live until the next one.
using Members = std::vector<std::pair<std::string_view, std::string_view>>;

class JsonReader {
public:
  explicit JsonReader(Blocks blocks) : text_(std::move(blocks)) {}

  // False, and no members, at the end. Throws Error(data_corrupted) for what is no such array of
  // JSON (whether strings are UTF-8 and \u escapes are characters, it doesn't look); and what the
  // blocks throw. Not to be called after false or a throw. Memory is that of a row.
  bool next(Members& row);

private:
  bool line();
  void finish();

  TextSource text_;
  std::string_view line_;  // borrows from it
  bool begun_ = false;
  bool comma_ = false;  // the row before has one
  bool last_ = false;   // the row before has none
};

}  // namespace paliad::formats
