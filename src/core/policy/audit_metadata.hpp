// Builds the metadata of an audit entry: a JSON object. Plain.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace paliad::policy {

class Metadata {
public:
  // Each sets a member. text() throws Error(internal_error) where the value is not UTF-8.
  Metadata& text(const std::string& name, const std::string& value);
  Metadata& number(const std::string& name, std::uint64_t value);
  Metadata& flag(const std::string& name, bool value);
  // The object. Throws Error(internal_error) where a name is not UTF-8.
  std::string json() const;

private:
  std::map<std::string, std::string> members_;  // values as JSON
};

}  // namespace paliad::policy
