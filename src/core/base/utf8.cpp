#include "core/base/utf8.hpp"

#include "core/base/ascii.hpp"
#include "core/base/json.hpp"

#include <utility>

namespace paliad {

bool is_utf8(std::string_view text) {
  return Json(json_stringn(text.data(), text.size())) != nullptr;
}

std::string in_utf8(std::string text) {
  return is_utf8(text) ? std::move(text) : in_ascii(std::move(text));
}

}  // namespace paliad
