// Builds Jansson values. Where memory runs out or a text is not UTF-8, json_node() returns null;
// all that put values into others refuse a null one and throw Error(internal_error).
#pragma once

#include "core/base/error.hpp"
#include "core/base/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paliad {

// The error for a value named `what` that could not be made.
inline Error not_written(std::string_view what) {
  return {sqlstate::internal_error,
          "could not write \"" + std::string(what) + "\" into the backup's JSON",
          "The value is not valid UTF-8, or memory ran out."};
}

inline Json json_node(const std::string& text) {
  return Json(json_stringn(text.data(), text.size()));
}
inline Json json_node(std::uint64_t number) {
  return Json(json_integer(static_cast<json_int_t>(number)));
}

// put() sets a member of an object, add() appends to an array; both take ownership of the value.
// `key` and `what` name it in the message.
inline void put(const Json& object, const std::string& key, Json value) {
  if (json_object_set_new(object.get(), key.c_str(), value.release()) != 0) throw not_written(key);
}
inline void put(const Json& object, const std::string& key, const std::string& text) {
  put(object, key, json_node(text));
}
inline void put(const Json& object, const std::string& key, std::uint64_t number) {
  put(object, key, json_node(number));
}

inline void add(const Json& array, Json value, std::string_view what) {
  if (json_array_append_new(array.get(), value.release()) != 0) throw not_written(what);
}

// An array of make(item), a Json, for each item; `what` is for the message.
template <typename Items, typename Make>
Json json_array_of(const Items& items, Make make, std::string_view what) {
  Json all(json_array());
  for (const auto& item : items) add(all, make(item), what);
  return all;
}

inline Json json_texts(const std::vector<std::string>& items, std::string_view what) {
  const auto node_of = [](const std::string& item) { return json_node(item); };
  return json_array_of(items, node_of, what);
}

}  // namespace paliad
