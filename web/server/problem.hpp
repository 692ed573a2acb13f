// Why a request can't be served, as application/problem+json (RFC 9457).
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace paliad::web {

// Thrown by all code that serves a request. `code` is one of those in openapi.yaml and decides
// status and title; an unknown one becomes internal. `detail` is a sentence for people, without a
// path, a statement or a name of the database; empty stands for the code's own sentence.
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

// The Problem that an error of the database becomes. Nothing of the error's text goes to the
// client. `reason` is the constraint's name: there the extension's errors carry their code. Empty
// where the error has none.
Problem problem_of(std::string_view sqlstate, std::string_view reason);

}  // namespace paliad::web
