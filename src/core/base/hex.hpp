// Bytes as hexadecimal digits, two for each byte.
#pragma once

#include <string>
#include <string_view>

namespace paliad {

// Appends the lower-case digits of `bytes`.
void append_hex(std::string& out, std::string_view bytes);

// Appends the bytes that `hex`, in digits of either case, stands for. False where `hex` is no such
// text; `out` is then unchanged.
bool append_bytes_of_hex(std::string& out, std::string_view hex);

}  // namespace paliad
