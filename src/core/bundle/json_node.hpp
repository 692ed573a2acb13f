// A value of the manifest together with its path, for messages.
#pragma once

#include "core/base/json.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace paliad::bundle {

// Borrows from the document, which must outlive it. Every function that is not noexcept throws
// Error(data_corrupted), which names the path ("sheets[3].files[0].sha256"), where the value is not
// of the kind that is asked for.
class JsonNode {
public:
  // `value` must not be null; `way` is its path, empty for the document itself.
  JsonNode(const json_t* value, std::string way) : value_(value), way_(std::move(way)) {}

  // The value of an object's key.
  JsonNode at(const char* key) const;
  // Whether it is an object that has the key.
  bool has(const char* key) const noexcept;
  // An object's keys and values, in their order.
  std::vector<std::pair<std::string, JsonNode>> members() const;
  // The values of a list.
  std::vector<JsonNode> items() const;
  bool is_integer() const noexcept;
  std::string text() const;
  // A text that is not empty.
  std::string name() const;
  std::int64_t integer() const;
  // An integer that is not negative.
  std::uint64_t count() const;

  // Throws Error(data_corrupted): `manifest.json: "<path>" <why>`.
  [[noreturn]] void refuse(const std::string& why, const std::string& detail = {}) const;
  // The same, with the value, which must be a text, as detail.
  [[noreturn]] void refuse_text(const std::string& why) const;

private:
  void require(bool is_asked_for, const char* kind) const;

  const json_t* value_;
  std::string way_;
};

}  // namespace paliad::bundle
