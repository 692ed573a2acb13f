#include "claim_settings.hpp"

#include "core/base/json.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

namespace paliad::web {

namespace {

bool is_identifier(const std::string& name) {
  const auto fits = [](unsigned char c) { return c < 0x80 && (std::isalnum(c) != 0 || c == '_'); };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
         std::all_of(name.begin(), name.end(), fits);
}

std::string in_small_letters(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Nothing for null, an array or an object.
std::optional<std::string> text_of(json_t* value) {
  if (json_is_string(value)) return std::string(json_string_value(value));
  if (!json_is_number(value) && !json_is_boolean(value)) return std::nullopt;
  return json_text(Json(json_incref(value)), JSON_ENCODE_ANY);
}

}  // namespace

std::string claim_settings(const std::string& claims, bool any_text) {
  const Json object(json_loads(claims.c_str(), 0, nullptr));
  std::map<std::string, int> alike;
  const char* name = nullptr;
  json_t* value = nullptr;
  json_object_foreach(object.get(), name, value)++ alike[in_small_letters(name)];
  const Json settings = new_json_object();
  json_object_foreach(object.get(), name, value) {
    const std::string small = in_small_letters(name);
    const auto text = text_of(value);
    if (!is_identifier(name) || !text || (!any_text && !is_ascii(*text))) continue;
    if (alike[small] > 1 && small != name) continue;
    const std::string setting = std::string("request.jwt.claim.") + name;
    if (json_object_set_new(settings.get(), setting.c_str(), json_string(text->c_str())) != 0)
      throw std::bad_alloc();
  }
  return json_text(settings, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_SORT_KEYS);
}

}  // namespace paliad::web
