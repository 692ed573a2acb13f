// Text out of a bundle that nobody vouches for, made fit for a message.
#pragma once

#include <string>
#include <string_view>

namespace paliad::model {

// Whether it has a byte below 0x20, or 0x7F.
bool has_control(std::string_view text);

// `text` with \xNN for each byte that has_control() looks for (in what is not UTF-8: for each byte
// that is not ASCII, too). What is longer than 100 UTF-16 units (bytes, where it is not UTF-8) is
// cut there, and "..." follows.
std::string shown(std::string_view text);

}  // namespace paliad::model
