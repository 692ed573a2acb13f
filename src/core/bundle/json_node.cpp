#include "core/bundle/json_node.hpp"

#include "core/bundle/bundle_layout.hpp"
#include "core/model/printable.hpp"
#include "core/zip/damage.hpp"

namespace paliad::bundle {

namespace {

const char* kind_of(const json_t* value) {
  switch (json_typeof(value)) {
  case JSON_OBJECT:
    return "an object";
  case JSON_ARRAY:
    return "a list";
  case JSON_STRING:
    return "a text";
  case JSON_INTEGER:
    return "an integer";
  case JSON_REAL:
    return "a number that is no integer";
  case JSON_TRUE:
  case JSON_FALSE:
    return "true or false";
  case JSON_NULL:
    break;
  }
  return "null";
}

std::string joined(const std::string& way, const std::string& key) {
  return way.empty() ? key : way + "." + key;
}

}  // namespace

void JsonNode::refuse(const std::string& why, const std::string& detail) const {
  const std::string what = way_.empty() ? " " : ": \"" + way_ + "\" ";
  throw zip::damaged(bundle::manifest_entry + what + why, detail, zip::hint_damaged);
}

void JsonNode::refuse_text(const std::string& why) const {
  refuse(why, "It is \"" + model::printable(text()) + "\".");
}

void JsonNode::require(bool is_asked_for, const char* kind) const {
  if (!is_asked_for)
    refuse(std::string("is not ") + kind, std::string("It is ") + kind_of(value_) + ".");
}

JsonNode JsonNode::at(const char* key) const {
  require(json_is_object(value_), "an object");
  const json_t* value = json_object_get(value_, key);
  JsonNode node(value, joined(way_, key));
  if (value == nullptr) node.refuse("is missing");
  return node;
}

std::vector<std::pair<std::string, JsonNode>> JsonNode::members() const {
  require(json_is_object(value_), "an object");
  std::vector<std::pair<std::string, JsonNode>> all;
  auto* object = const_cast<json_t*>(value_);  // Jansson's iterators allow changes; none is made
  for (void* at = json_object_iter(object); at != nullptr; at = json_object_iter_next(object, at)) {
    const std::string key = json_object_iter_key(at);
    all.emplace_back(key,
                     JsonNode(json_object_iter_value(at), joined(way_, model::printable(key))));
  }
  return all;
}

bool JsonNode::has(const char* key) const noexcept {
  return json_object_get(value_, key) != nullptr;
}

std::vector<JsonNode> JsonNode::items() const {
  require(json_is_array(value_), "a list");
  std::vector<JsonNode> all;
  all.reserve(json_array_size(value_));
  for (std::size_t i = 0; i < json_array_size(value_); ++i)
    all.emplace_back(json_array_get(value_, i), way_ + "[" + std::to_string(i) + "]");
  return all;
}

bool JsonNode::is_integer() const noexcept { return json_is_integer(value_); }

std::string JsonNode::text() const {
  require(json_is_string(value_), "a text");
  return {json_string_value(value_), json_string_length(value_)};
}

std::string JsonNode::name() const {
  std::string text = this->text();
  if (text.empty()) refuse("is empty");
  return text;
}

std::int64_t JsonNode::integer() const {
  require(json_is_integer(value_), "an integer");
  return json_integer_value(value_);
}

std::uint64_t JsonNode::count() const {
  const std::int64_t number = integer();
  if (number < 0) refuse("is negative", "It is " + std::to_string(number) + ".");
  return static_cast<std::uint64_t>(number);
}

}  // namespace paliad::bundle
