// An audit entry's metadata: a JSON object. Plain.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace paliad::policy {

class Metadata {
public:
  Metadata& text(const std::string& name, const std::string& value);
  Metadata& number(const std::string& name, std::uint64_t value);
  Metadata& flag(const std::string& name, bool value);
  // The object. Throws Error where a text is not UTF-8.
  std::string json() const;

private:
  std::map<std::string, std::string> members_;  // values as JSON
};

}  // namespace paliad::policy
