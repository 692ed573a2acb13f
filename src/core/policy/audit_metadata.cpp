#include "core/policy/audit_metadata.hpp"

#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace paliad::policy {

namespace {

std::string quoted(const std::string& text) {
  const Json value(json_stringn(text.data(), text.size()));
  if (!value) throw Error(sqlstate::internal_error, "a text for the audit log is not UTF-8");
  return json_text(value, JSON_ENCODE_ANY);
}

}  // namespace

Metadata& Metadata::text(const std::string& name, const std::string& value) {
  members_[name] = quoted(value);
  return *this;
}

Metadata& Metadata::number(const std::string& name, std::uint64_t value) {
  members_[name] = std::to_string(value);
  return *this;
}

Metadata& Metadata::flag(const std::string& name, bool value) {
  members_[name] = value ? "true" : "false";
  return *this;
}

std::string Metadata::json() const {
  std::string object = "{";
  for (const auto& [name, value] : members_)
    object += (object.size() > 1 ? ", " : "") + quoted(name) + ": " + value;
  return object + "}";
}

}  // namespace paliad::policy
