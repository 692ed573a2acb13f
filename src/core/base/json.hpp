// An owner of a Jansson value.
#pragma once

#include <cstdlib>
#include <jansson.h>
#include <memory>
#include <new>
#include <string>

namespace paliad {

struct FreeJson {
  void operator()(json_t* value) const noexcept { json_decref(value); }
};
using Json = std::unique_ptr<json_t, FreeJson>;

// An empty object. Throws std::bad_alloc. Never call Jansson's json_object() itself: the server
// exports a function of that name (the SQL function json_object), and the dynamic linker prefers
// the server's.
inline Json new_json_object() {
  Json object(json_pack("{}"));
  if (!object) throw std::bad_alloc();
  return object;
}

// The value as text, with Jansson's JSON_... flags. Throws std::bad_alloc where Jansson fails.
inline std::string json_text(const Json& value, std::size_t flags) {
  struct FreeText {
    void operator()(char* text) const noexcept { std::free(text); }
  };
  const std::unique_ptr<char, FreeText> text(json_dumps(value.get(), flags));
  if (!text) throw std::bad_alloc();
  return text.get();
}

}  // namespace paliad
