// Makes untrusted text from a bundle printable, for messages.
#pragma once

#include <string>
#include <string_view>

namespace paliad::model {

// Whether it has a byte below 0x20, or the byte 0x7F.
bool has_control(std::string_view text);

// `text` with \xNN for each byte that has_control() finds; where it is not UTF-8, for each byte
// that is not ASCII, too. A text of more than 100 UTF-16 units (bytes, where it is not UTF-8) is
// cut and ends with "...".
std::string printable(std::string_view text);

}  // namespace paliad::model
