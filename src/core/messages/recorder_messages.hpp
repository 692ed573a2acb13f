// The messages between a run and its recorder: the run's order, which the recorder answers with
// RecorderBegun when the `running` row is committed; then the run's outcome, which it answers with
// ok_text(). Each answer may be error_text() instead.
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
// Throws Error(internal_error) where the text is no such order.
RecorderOrder parse_recorder_order(const std::string& text);

struct RecorderBegun {
  std::string link_problem;   // why the catalog could not be linked to the app's tables, or empty
  std::string installation;   // the uuid of the one that the artifact belongs to
  std::string audit_problem;  // why the audit log could not be written, or empty
};

std::string recorder_begun_text(const RecorderBegun& begun);
// Throws the error of error_text(), and Error(internal_error) where the text is neither.
RecorderBegun parse_recorder_begun(const std::string& text);

// The result of a run that made its artifact.
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

// The failure of a run that ended with `error`. Its text is the message, detail and context, one
// below the other.
Failure failure_of(const Error& error);

std::string outcome_text(const RunOutcome& outcome);
std::string failure_text(const Failure& failure);
// Throws Error(internal_error) where the text is neither.
std::variant<RunOutcome, Failure> parse_outcome(const std::string& text);

}  // namespace paliad::messages
