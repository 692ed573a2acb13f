// Why a request can't be served: what becomes application/problem+json.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace paliad::web {

// Thrown by whatever serves a request. `code` is one of the words in openapi.yaml, which has its
// status and title; `detail` is a sentence for people, without a path, a statement or a name of the
// database.
class Problem : public std::runtime_error {
public:
  explicit Problem(std::string_view code, const std::string& detail = {});

  const std::string& code() const noexcept { return code_; }
  int status() const noexcept { return status_; }
  // application/problem+json
  std::string json() const;

private:
  std::string code_;
  int status_;
  std::string title_;
};

// What an error of the database means to who asks; its text stays here. `reason` is the code that
// the extension gives its errors as the constraint's name; empty where there is none.
Problem problem_of(std::string_view sqlstate, std::string_view reason);

}  // namespace paliad::web
