// What a run and its recorder tell each other: the run's order, the recorder's word that the
// `running` row is committed; then the run's outcome, which the recorder answers with ok_text(). An
// answer may be error_text() instead.
#pragma once

#include "core/base/error.hpp"
#include "core/messages/run_messages.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace paliad::messages {

struct RecorderOrder {
  RunRequest request;
  std::uint32_t run_state = 0;  // the handle of the run's state
  int lock_timeout = 0;         // milliseconds
};

std::string recorder_order_text(const RecorderOrder& order);
// Throws Error(internal_error) for what is none.
RecorderOrder parse_recorder_order(const std::string& text);

struct RecorderBegun {
  std::string link_problem;   // why the catalog could not be linked to the app's tables, or empty
  std::string installation;   // that the artifact belongs to
  std::string audit_problem;  // why the audit log could not be written, or empty
};

std::string recorder_begun_text(const RecorderBegun& begun);
// Throws the error that came instead, and Error(internal_error) for what is neither.
RecorderBegun parse_recorder_begun(const std::string& text);

// What came of a run that made its artifact.
struct RunOutcome {
  std::string uri;
  std::uint64_t bytes = 0;
  std::string sha256;      // hexadecimal
  std::string row_counts;  // JSON object
  std::size_t sheet_count = 0;
  std::string warnings;  // JSON array
};

// Why a backup failed.
struct Failure {
  std::string text;
  std::string state;      // SQLSTATE: 57014 where it was canceled
  std::string code;       // core/codes/failure_texts.hpp
  std::string arguments;  // of the code, a JSON object
};

// With its detail and context.
Failure failure_of(const Error& error);

std::string outcome_text(const RunOutcome& outcome);
std::string failure_text(const Failure& failure);
// Throws Error(internal_error) for what is neither.
std::variant<RunOutcome, Failure> parse_outcome(const std::string& text);

}  // namespace paliad::messages
