#include "settings.hpp"

#include <algorithm>
#include <stdexcept>

namespace paliad::web {

namespace {

constexpr const char* default_listen = "127.0.0.1:8480";
constexpr std::size_t least_secret = 32;

void read_listen(const std::string& text, Settings& settings) {
  const auto colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  settings.host = text.substr(0, std::min(colon, text.size()));
  const bool bracketed =
      settings.host.size() > 2 && settings.host.front() == '[' && settings.host.back() == ']';
  if (bracketed) settings.host = settings.host.substr(1, settings.host.size() - 2);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      port.find_first_not_of("0123456789") == std::string::npos;
  settings.port = digits ? std::stoi(port) : -1;
  if (settings.host.empty() || settings.port < 0 || settings.port > 65535 ||
      (!bracketed && settings.host.find_first_of(":[]") != std::string::npos))
    throw std::runtime_error("PALIAD_WEB_LISTEN must be HOST:PORT, as 127.0.0.1:8480 or "
                             "[::1]:8480, and not \"" +
                             text + "\"");
}

// Turns \n into a line break, which is hard to write in the service's configuration.
std::string with_line_breaks(std::string text) {
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at)
    text.replace(at, 2, "\n");
  return text;
}

}  // namespace

Settings read_settings(const std::function<const char*(const char*)>& environment) {
  const auto value = [&](const char* name, const char* otherwise) {
    const char* const text = environment(name);
    return std::string(text == nullptr || *text == '\0' ? otherwise : text);
  };
  Settings settings;
  read_listen(value("PALIAD_WEB_LISTEN", default_listen), settings);
  const std::string secret = value("PALIAD_JWT_SECRET", "");
  const std::string public_key = with_line_breaks(value("PALIAD_JWT_PUBLIC_KEY", ""));
  if (secret.empty() == public_key.empty())
    throw std::runtime_error("one of PALIAD_JWT_SECRET (HS256) and PALIAD_JWT_PUBLIC_KEY (RS256) "
                             "must be set, and not both");
  if (!secret.empty() && secret.size() < least_secret)
    throw std::runtime_error("PALIAD_JWT_SECRET must have 32 bytes at least");
  if (secret.empty() && !is_rsa_public_key(public_key))
    throw std::runtime_error("PALIAD_JWT_PUBLIC_KEY must be an RSA public key of 2048 bits at "
                             "least, in PEM");
  settings.key.algorithm = secret.empty() ? Algorithm::rs256 : Algorithm::hs256;
  settings.key.key = secret.empty() ? public_key : secret;
  settings.key.audience = value("PALIAD_JWT_AUDIENCE", "authenticated");
  return settings;
}

}  // namespace paliad::web
