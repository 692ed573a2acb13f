#include "core/store/artifact_name.hpp"

#include "core/base/error.hpp"
#include "core/base/instant.hpp"

namespace paliad::store {

namespace {

// In these, '#' stands for a decimal digit, 'x' for a lower-case hexadecimal one, and every other
// character for itself.
constexpr std::string_view key_pattern = "paliad-backup-########T######Z-xxxxxxxx.zip";
constexpr std::string_view uuid_pattern = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool matches(std::string_view pattern, std::string_view text) noexcept {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool fits = pattern[i] == '#'   ? is_digit(c)
                      : pattern[i] == 'x' ? is_digit(c) || (c >= 'a' && c <= 'f')
                                          : c == pattern[i];
    if (!fits) return false;
  }
  return true;
}

}  // namespace

std::string artifact_key(Instant started_at, std::string_view id) {
  if (!matches(uuid_pattern, id))
    throw Error(sqlstate::invalid_parameter_value, "\"" + std::string(id) + "\" is not a uuid");
  const std::string time = to_text(started_at, "%Y%m%dT%H%M%SZ");
  std::string key = "paliad-backup-";
  key.append(time).append("-").append(id.substr(0, 8)).append(".zip");
  // Only a year that doesn't have four digits can cause this.
  if (!is_artifact_key(key))
    throw Error(sqlstate::invalid_parameter_value,
                "no artifact can be named after the time " + to_text(started_at));
  return key;
}

bool is_artifact_key(std::string_view key) noexcept { return matches(key_pattern, key); }

std::string id_start_of(std::string_view key) {
  if (!is_artifact_key(key)) return {};
  return std::string(key.substr(key_pattern.find('x'), 8));
}

}  // namespace paliad::store
