#include "core/model/server_version.hpp"

#include <charconv>

namespace paliad::model {

int major_version(std::string_view server_version) noexcept {
  int major = 0;
  const char* const begin = server_version.data();
  const auto [end, error] = std::from_chars(begin, begin + server_version.size(), major);
  return error == std::errc() && major >= 10 && major <= 999 ? major : 0;
}

}  // namespace paliad::model
